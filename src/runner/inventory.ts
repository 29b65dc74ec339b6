import type { Cluster, Kind } from '../cluster/cluster.js';
import { RUN_LABEL, SECRETS } from '../contract/annotations.js';
import { isNameOf, runName, stepSecretName, stepSlugOf } from '../contract/names.js';
import { isConfigMap, isPod, type KubeObject, ownPullSecret, type Pod } from '../contract/objects.js';
import { unpackPods } from './packed-pods.js';

/** Kinds of a run's objects that may be listed, the slowest to go last; Secrets may only be read by name. */
export const LISTED_KINDS: readonly Kind[] = ['Pod', 'Service', 'Lease', 'ConfigMap', 'PersistentVolumeClaim'];

/** Everything of a run that may be listed. */
export async function inventoryOf(cluster: Cluster, run: string, signal?: AbortSignal): Promise<readonly KubeObject[]> {
  const lists = await Promise.all(LISTED_KINDS.map((kind) => cluster.list(kind, { labelSelector: `${RUN_LABEL}=${run}`, signal })));
  return lists.flat();
}

/** Names of the Secrets that a run has, as its root and its pods tell. */
export function secretNames(run: string, inventory: readonly KubeObject[]): readonly string[] {
  const root = inventory.filter(isConfigMap).find(({ metadata }) => metadata.name === runName(run));
  const pods = [...inventory.filter(isPod), ...(root ? unpackPods(root) : [])];
  const ofSteps = pods.filter(usesSecrets).map(({ metadata }) => stepSecretName(run, stepSlugOf(metadata.name, run)));
  const ofRegistries = pods.flatMap((pod) => ownPullSecret(pod, (name) => isNameOf(run, name)) ?? []);
  return [...new Set([...ofSteps, ...ofRegistries])];
}

function usesSecrets({ metadata }: Pod): boolean {
  return metadata.annotations?.[SECRETS] !== undefined;
}
