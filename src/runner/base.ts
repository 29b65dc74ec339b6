import type { Cluster } from '../cluster/cluster.js';
import { PODS_KEY } from '../contract/annotations.js';
import type { ConfigMap, KubeObject, OwnerReference, Pod } from '../contract/objects.js';
import { ClusterError } from '../errors.js';
import type { RunPlan } from '../plan/run-plan.js';
import { leaseSpec } from './lease.js';
import { packPods } from './packed-pods.js';
import type { Secret } from './secrets.js';

export interface RootOptions {
  /** What it holds beside the plan. */
  readonly data: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Creates the root, which all other objects of the run belong to. */
export async function createRoot(cluster: Cluster, plan: RunPlan, { data, signal }: RootOptions): Promise<OwnerReference> {
  const root = { ...plan.root, data: { ...plan.root.data, ...data }, binaryData: { [PODS_KEY]: packPods(plan) } };
  return ownerOf(await cluster.create(root, { signal }));
}

export function ownerOf({ metadata }: ConfigMap): OwnerReference {
  return { apiVersion: 'v1', kind: 'ConfigMap', name: metadata.name, uid: metadata.uid ?? '' };
}

export interface BaseOptions {
  readonly owner: OwnerReference;
  readonly secrets: readonly Secret[];
  /** Who holds the run's Lease. */
  readonly holder: string;
  /** True where another runner has begun the run: then it may all be there. @default false */
  readonly isResumed?: boolean;
  readonly signal: AbortSignal;
}

/** Everything of a run beside its root and its pods, created all at once. */
export class Base {
  private readonly creations: ReadonlyMap<KubeObject, Promise<unknown>>;

  constructor(cluster: Cluster, plan: RunPlan, { owner, secrets, holder, isResumed = false, signal }: BaseOptions) {
    const lease = { ...plan.lease, spec: leaseSpec(cluster, holder) };
    const owned = (object: KubeObject): KubeObject => ({ ...object, metadata: { ...object.metadata, ownerReferences: [owner] } });
    const objects = [lease, ...plan.base, ...secrets];
    const create = async (object: KubeObject) =>
      cluster.create(owned(object), { signal }).catch((error: unknown) => {
        if (!isResumed || !(error instanceof ClusterError) || error.code !== 'already-exists') throw error;
      });
    this.creations = new Map(objects.map((object) => [object, create(object)]));
    // its error is that of whoever waits for it
    for (const creation of this.creations.values()) creation.catch(() => undefined);
  }

  /** Waits for what a pod names: without that it would not start, or start late. */
  async neededBy({ spec }: Pod): Promise<void> {
    const names = new Set(stringsIn(spec));
    await Promise.all([...this.creations].map(async ([{ metadata }, creation]) => names.has(metadata.name) && creation));
  }

  /** Waits for all; also after an error for the others: whoever removes the run then must find everything that was created. */
  async created(): Promise<void> {
    await Promise.allSettled(this.creations.values());
    await Promise.all(this.creations.values());
  }
}

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}
