import type { Cluster } from '../cluster/cluster.js';
import { DEPENDS_ON, RUN_LABEL, STEP } from '../contract/annotations.js';
import { isPod, type Pod } from '../contract/objects.js';
import { readPlanDocument } from '../plan/plan-document.js';
import { ALL_RUNS, type FindOptions, type FoundRun, findRuns } from './find-runs.js';
import { hasEnded, hasGate } from './pod-facts.js';
import type { RunStatus } from './run-status.js';
import { judge } from './verdict.js';

/** A run as the cluster shows it. */
export interface RunListing {
  readonly run: string;
  readonly namespace: string;
  readonly holder?: string;
  readonly pipelines: readonly string[];
  readonly createdAt: string;
  readonly status: RunStatus;
  /** How many steps the run has, and what the pods of those that were begun say. */
  readonly steps: number;
  readonly states: Readonly<Record<'waiting' | 'held' | 'running' | 'passed' | 'failed', readonly string[]>>;
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
  const states = { waiting: [] as string[], held: [] as string[], running: [] as string[], passed: [] as string[], failed: [] as string[] };
  const ended = new Set(pods.filter(hasEnded).map(stepName));
  for (const pod of pods) {
    const verdict = judge(pod, { gone: false, deletedByUs: false });
    const isHeld = verdict.type === 'running' && waitsForOthers(pod, ended);
    const state = isHeld ? 'held' : verdict.type !== 'ended' ? verdict.type : verdict.state === 'passed' ? 'passed' : 'failed';
    states[state].push(stepName(pod));
  }
  return {
    run,
    namespace: root.metadata.namespace ?? '',
    holder,
    pipelines: pipelines.map(({ name }) => name),
    createdAt: root.metadata.creationTimestamp ?? '',
    status,
    steps: pipelines.reduce((sum, { steps }) => sum + steps.length, 0),
    states,
  };
}

function stepName({ metadata }: Pod): string {
  return metadata.annotations?.[STEP] ?? metadata.name;
}

/** Its container runs before its turn. */
function waitsForOthers(pod: Pod, ended: ReadonlySet<string>): boolean {
  return hasGate(pod) && namesIn(pod.metadata.annotations?.[DEPENDS_ON] ?? '').some((name) => !ended.has(name));
}

/** None where somebody damaged the text: a listing goes on. */
function namesIn(text: string): readonly string[] {
  try {
    const names: unknown = JSON.parse(text);
    return Array.isArray(names) ? names.map(String) : [];
  } catch {
    return [];
  }
}
