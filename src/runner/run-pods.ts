import type { Cluster } from '../cluster/cluster.js';
import { PIPELINE_LABEL, RUN_LABEL, STEP } from '../contract/annotations.js';
import { runName } from '../contract/names.js';
import { isPod, type Pod } from '../contract/objects.js';
import { UsageError } from '../errors.js';

/** A pod of a run on the cluster, and the step that it is an attempt at. */
export interface RunPod {
  readonly step: string;
  readonly pod: Pod;
}

/** The pods of a run, oldest first. Throws `UsageError` where there is no such run. */
export async function runPods(cluster: Cluster, run: string, signal?: AbortSignal): Promise<readonly RunPod[]> {
  const pods = (await cluster.list('Pod', { labelSelector: `${RUN_LABEL}=${run}`, signal })).filter(isPod);
  if (pods.length === 0 && !(await cluster.get('ConfigMap', runName(run), { signal }))) throw unknownRun(run, cluster);
  const pipelines = new Set(pods.map(({ metadata }) => metadata.labels?.[PIPELINE_LABEL]));
  const stepOf = ({ metadata }: Pod) => {
    const step = metadata.annotations?.[STEP] ?? metadata.name;
    return pipelines.size > 1 ? `${metadata.labels?.[PIPELINE_LABEL]}/${step}` : step;
  };
  return [...pods].sort(byAge).map((pod) => ({ step: stepOf(pod), pod }));
}

export function unknownRun(run: string, { namespace }: Cluster): UsageError {
  return new UsageError(`there is no run "${run}" in namespace "${namespace}"`, {
    code: 'unknown-run',
    hint: 'podline ps lists the runs of a namespace',
  });
}

function byAge(a: Pod, b: Pod): number {
  return (
    (a.metadata.creationTimestamp ?? '').localeCompare(b.metadata.creationTimestamp ?? '') || a.metadata.name.localeCompare(b.metadata.name)
  );
}
