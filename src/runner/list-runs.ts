import type { Cluster } from '../cluster/cluster.js';
import { RUN_LABEL, STEP } from '../contract/annotations.js';
import { isPod, type Pod } from '../contract/objects.js';
import { readPlanDocument } from '../plan/plan-document.js';
import { ALL_RUNS, type FoundRun, findRuns } from './find-runs.js';
import type { RunStatus } from './run-status.js';
import { judge } from './verdict.js';

/** A run as the cluster shows it. */
export interface RunListing {
  readonly run: string;
  readonly pipelines: readonly string[];
  readonly createdAt: string;
  readonly status: RunStatus;
  /** How many steps the run has, and what the pods of those that were begun say. */
  readonly steps: number;
  readonly states: Readonly<Record<'waiting' | 'running' | 'passed' | 'failed', readonly string[]>>;
}

/** The runs of a namespace, newest first. */
export async function listRuns(cluster: Cluster, signal?: AbortSignal): Promise<readonly RunListing[]> {
  const [runs, objects] = await Promise.all([findRuns(cluster, signal), cluster.list('Pod', { labelSelector: ALL_RUNS, signal })]);
  const pods = objects.filter(isPod);
  return runs
    .map((found) =>
      listing(
        found,
        pods.filter(({ metadata }) => metadata.labels?.[RUN_LABEL] === found.run),
      ),
    )
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt));
}

function listing({ run, root, status }: FoundRun, pods: readonly Pod[]): RunListing {
  const { pipelines } = readPlanDocument(root);
  const states = { waiting: [] as string[], running: [] as string[], passed: [] as string[], failed: [] as string[] };
  for (const pod of pods) {
    const verdict = judge(pod, { gone: false, deletedByUs: false });
    const state = verdict.type !== 'ended' ? verdict.type : verdict.state === 'passed' ? 'passed' : 'failed';
    states[state].push(pod.metadata.annotations?.[STEP] ?? pod.metadata.name);
  }
  return {
    run,
    pipelines: pipelines.map(({ name }) => name),
    createdAt: root.metadata.creationTimestamp ?? '',
    status,
    steps: pipelines.reduce((sum, { steps }) => sum + steps.length, 0),
    states,
  };
}
