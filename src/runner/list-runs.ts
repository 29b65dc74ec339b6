import type { Cluster } from '../cluster/cluster.js';
import { RUN_LABEL } from '../contract/annotations.js';
import { isPod, type Pod } from '../contract/objects.js';
import { readPlanDocument } from '../plan/plan-document.js';
import { ALL_RUNS, type FindOptions, type FoundRun, findRuns } from './find-runs.js';
import type { RunStatus } from './run-status.js';
import { type StepStates, stepStates } from './step-states.js';

/** A run as the cluster shows it. */
export interface RunListing {
  readonly run: string;
  readonly namespace: string;
  readonly holder?: string;
  readonly pipelines: readonly string[];
  readonly createdAt: string;
  readonly status: RunStatus;
  /** How many steps the run has. */
  readonly steps: number;
  readonly states: StepStates;
}

/** The runs of a namespace, or of all, newest first. */
export async function listRuns(cluster: Cluster, where: FindOptions = {}): Promise<readonly RunListing[]> {
  const [runs, objects] = await Promise.all([findRuns(cluster, where), cluster.list('Pod', { labelSelector: ALL_RUNS, ...where })]);
  const pods = objects.filter(isPod);
  return runs
    .map((found) =>
      listing(
        found,
        pods.filter(({ metadata }) => metadata.labels?.[RUN_LABEL] === found.run && metadata.namespace === found.root.metadata.namespace),
      ),
    )
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt));
}

function listing({ run, holder, root, status }: FoundRun, pods: readonly Pod[]): RunListing {
  const { pipelines } = readPlanDocument(root);
  return {
    run,
    namespace: root.metadata.namespace ?? '',
    holder,
    pipelines: pipelines.map(({ name }) => name),
    createdAt: root.metadata.creationTimestamp ?? '',
    status,
    steps: pipelines.reduce((sum, { steps }) => sum + steps.length, 0),
    states: stepStates(pipelines, pods),
  };
}
