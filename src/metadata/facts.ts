import type { Metadata, PipelineMetadata } from '../model/metadata.js';

/** Part of an object, and of the objects in it. */
type Some<T> = T extends readonly unknown[] ? T : T extends object ? { readonly [K in keyof T]?: Some<T[K]> } : T;

/** What somebody knows of where a run comes from. */
export type Facts = Some<Metadata>;
export type PipelineFacts = Some<PipelineMetadata>;

/** The facts with others that go before them; what is undefined says nothing. */
export function overlaid<T extends Facts>(facts: T, others: Facts): T {
  // only what is there already, or what the type allows, is put there
  return overlay(facts as Tree, others as Tree) as T;
}

type Tree = Readonly<Record<string, unknown>>;

function overlay(tree: Tree, others: Tree): Tree {
  const known = Object.entries(others).filter(([, value]) => value !== undefined);
  const entries = known.map(([key, value]) => {
    const before = tree[key];
    return [key, isTree(value) ? overlay(isTree(before) ? before : {}, value) : value];
  });
  return { ...tree, ...Object.fromEntries(entries) };
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Owner and name of `owner/name`; what stands before the last slash is the owner. */
export function repositoryOf(fullName: string | undefined): { readonly owner?: string; readonly name?: string } {
  const at = fullName?.lastIndexOf('/') ?? -1;
  if (!fullName) return {};
  return at < 0 ? { name: fullName } : { owner: fullName.slice(0, at), name: fullName.slice(at + 1) };
}
