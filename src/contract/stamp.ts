import { RUN_LABEL } from './annotations.js';
import { isNameOf, renameRun } from './names.js';
import type { KubeObject } from './objects.js';

/** From which run (and namespace) to which an object is moved. */
export interface Stamp {
  readonly from: string;
  readonly to: string;
  /** The namespace to move to, where it changes. */
  readonly namespace?: string;
}

/** Where objects of a run name others of their run; `*` is every item of a list. */
const NAMES = [
  'metadata.name',
  'spec.subdomain',
  'spec.imagePullSecrets.*.name',
  'spec.volumes.*.persistentVolumeClaim.claimName',
  'spec.volumes.*.configMap.name',
  'spec.volumes.*.secret.secretName',
  ...['containers', 'initContainers'].flatMap((list) => [
    `spec.${list}.*.env.*.valueFrom.secretKeyRef.name`,
    `spec.${list}.*.envFrom.*.secretRef.name`,
  ]),
].map(segments);

const LABELS = [
  'metadata.labels',
  'spec.selector',
  'spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution.*.labelSelector.matchLabels',
].map((path) => segments(`${path}.${RUN_LABEL.replaceAll('.', '\\.')}`));

const SEARCHES = segments('spec.dnsConfig.searches.*');

/** The same object in another run: names, labels and references are rewritten in their places, never by text replacement. */
export function stamp<T extends KubeObject>(object: T, { from, to, namespace }: Stamp): T {
  const renamed = (name: string) => renameRun(name, { from, to });
  const home = object.metadata.namespace;
  let result: unknown = object;
  for (const path of NAMES) result = mapAt(result, path, renamed);
  for (const path of LABELS) result = mapAt(result, path, (run) => (run === from ? to : run));
  result = mapAt(result, SEARCHES, (domain) => {
    const [host = '', space = '', ...rest] = domain.split('.');
    if (!isNameOf(from, host)) return domain;
    return [renamed(host), space === home ? (namespace ?? space) : space, ...rest].join('.');
  });
  if (namespace !== undefined) result = mapAt(result, ['metadata', 'namespace'], () => namespace);
  return result as T;
}

/** A copy of the value with the strings at the path replaced; the value itself where there is none. */
function mapAt(value: unknown, path: readonly string[], change: (text: string) => string): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return typeof value === 'string' ? change(value) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (head === '*') return Array.isArray(value) ? value.map((item) => mapAt(item, rest, change)) : value;
  if (!Object.hasOwn(value, head)) return value;
  const record = value as Readonly<Record<string, unknown>>;
  const changed = mapAt(record[head], rest, change);
  return changed === record[head] ? value : { ...record, [head]: changed };
}

function segments(path: string): readonly string[] {
  return path.split(/(?<!\\)\./).map((segment) => segment.replaceAll('\\.', '.'));
}
