import type { ConfigMap } from '../contract/objects.js';
import { readPlan } from '../plan/read-plan.js';
import type { RunPlan } from '../plan/run-plan.js';
import { unpackObjects } from './packed-pods.js';

/** The plan of a run on the cluster, with its pods as synthesized. */
export function planInRoot(root: ConfigMap): RunPlan {
  const { name, namespace, labels } = root.metadata;
  const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name, namespace, labels } };
  return readPlan([root, lease, ...unpackObjects(root)]).plan;
}
