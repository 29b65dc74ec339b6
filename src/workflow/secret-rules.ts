import { isListedImage } from '../model/image.js';
import type { ContainerOptions } from '../model/pipeline.js';
import { isPlugin } from '../model/plugin.js';
import type { Diagnostics } from './diagnostics.js';
import type { SecretRule } from './input.js';
import type { Node } from './node.js';
import type { Span } from './source.js';
import { suggest } from './suggest.js';
import { filterEvent } from './when.js';

/** A secret that a container asks for. */
export interface SecretUse {
  readonly name: string;
  readonly at: Span;
}

/** The secrets that values refer to. */
export function secretUses(node: Node): readonly SecretUse[] {
  if (node.kind === 'scalar') return [];
  if (node.kind === 'list') return node.items.flatMap(secretUses);
  const own = node.entries.find(({ key }) => key.text === 'from_secret')?.value;
  if (own?.kind === 'scalar') return [{ name: own.text, at: own.span }];
  return node.entries.flatMap(({ value }) => secretUses(value));
}

export interface SecretContext {
  readonly rules: readonly SecretRule[];
  /** False: there may be others. */
  readonly areAll: boolean;
  readonly event: string | undefined;
  readonly diagnostics: Diagnostics;
}

/** Reports the secrets that there are not, or that this container may not use in this run. */
export function checkSecrets(
  { options, secrets }: { readonly options: ContainerOptions; readonly secrets: readonly SecretUse[] },
  { rules, areAll, event, diagnostics }: SecretContext,
): void {
  for (const { name, at } of secrets) {
    const rule = rules.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
    if (!rule && !areAll) continue;
    if (!rule) {
      const meant = suggest(
        name,
        rules.map((candidate) => candidate.name),
      );
      diagnostics.error({ code: 'missing-secret', message: `there is no secret "${name}"`, at, hint: meant && `did you mean "${meant}"?` });
      continue;
    }
    const problem = problemOf(rule, { options, event });
    if (problem) diagnostics.error({ code: 'secret-not-allowed', message: `the secret "${name}" ${problem}`, at });
  }
}

function problemOf(
  { plugins = [], events = [] }: SecretRule,
  { options, event }: { readonly options: ContainerOptions; readonly event: string | undefined },
): string | undefined {
  if (plugins.length > 0 && !isPlugin(options)) return 'is for plugins only: without commands, entrypoint and environment';
  if (plugins.length > 0 && !isListedImage(options.image, plugins)) return `is not for the image "${options.image}"`;
  if (events.length > 0 && !events.includes(filterEvent(event))) return `is not for runs of the event "${event ?? ''}"`;
  return undefined;
}
