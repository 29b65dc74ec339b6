import { isPlural, type Plural, RESOURCES } from './resources.js';

export type Subresource = 'log' | 'attach' | 'eviction';

/** What a request's path names. */
export interface Target {
  readonly plural: Plural;
  readonly namespace?: string;
  readonly name?: string;
  readonly subresource?: Subresource;
}

const PATH = /^\/(?:api\/v1|apis\/([^/]+)\/v1)(?:\/namespaces\/([^/]+)(?=\/[^/]))?\/([^/]+)(?:\/([^/]+))?(?:\/([^/]+))?\/?$/;
const SUBRESOURCES: readonly string[] = ['log', 'attach', 'eviction'];

/** `undefined` where the server has no such resource. */
export function parsePath(path: string): Target | undefined {
  const [, group = '', namespace, plural = '', name, subresource] = PATH.exec(path) ?? [];
  if (!isPlural(plural) || RESOURCES[plural].group !== group) return undefined;
  const target = { plural, namespace: decoded(namespace), name: decoded(name) };
  if (subresource === undefined) return target;
  return plural === 'pods' && isSubresource(subresource) ? { ...target, subresource } : undefined;
}

function isSubresource(text: string): text is Subresource {
  return SUBRESOURCES.includes(text);
}

function decoded(text: string | undefined): string | undefined {
  return text === undefined ? undefined : decodeURIComponent(text);
}
