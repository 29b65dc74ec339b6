import type { Cluster } from '../cluster/cluster.js';
import { PODS_KEY } from '../contract/annotations.js';
import type { KubeObject, OwnerReference } from '../contract/objects.js';
import type { RunPlan } from '../plan/run-plan.js';
import { leaseSpec } from './lease.js';
import { packPods } from './packed-pods.js';
import type { Secret } from './secrets.js';

/** Creates the root, which all other objects of the run belong to. */
export async function createRoot(cluster: Cluster, plan: RunPlan, signal: AbortSignal): Promise<OwnerReference> {
  const { metadata } = await cluster.create({ ...plan.root, binaryData: { [PODS_KEY]: packPods(plan) } }, { signal });
  return { apiVersion: 'v1', kind: 'ConfigMap', name: metadata.name, uid: metadata.uid ?? '' };
}

export interface BaseOptions {
  readonly owner: OwnerReference;
  readonly secrets: readonly Secret[];
  /** Who holds the run's Lease. */
  readonly holder: string;
  readonly signal: AbortSignal;
}

/** Creates everything else that must exist before the first pod. */
export async function createBase(cluster: Cluster, plan: RunPlan, { owner, secrets, holder, signal }: BaseOptions): Promise<void> {
  const lease = { ...plan.lease, spec: leaseSpec(cluster, holder) };
  const owned = (object: KubeObject): KubeObject => ({ ...object, metadata: { ...object.metadata, ownerReferences: [owner] } });
  const creations = [lease, ...plan.base, ...secrets].map((object) => cluster.create(owned(object), { signal }));
  // whoever removes the run after an error must find everything that was created
  await Promise.allSettled(creations);
  await Promise.all(creations);
}
