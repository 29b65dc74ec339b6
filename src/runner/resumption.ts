import type { Cluster } from '../cluster/cluster.js';
import { RUN_LABEL, STEP_CONTAINER } from '../contract/annotations.js';
import { GATE_STATUS, NONCE_VARIABLE, readMarker } from '../contract/markers.js';
import { podNameOfAttempt, runName, stepSlugOf } from '../contract/names.js';
import { type ConfigMap, isConfigMap, isPod, type Pod } from '../contract/objects.js';
import { type PlannedStep, type RunPlan, stepsOf } from '../plan/run-plan.js';
import type { StepResult } from '../report/events.js';
import { planInRoot } from './plan-in-root.js';
import { hasGate, stepState, variableOf } from './pod-facts.js';
import { type RecordedResult, recordsOf, type StepRecord } from './record.js';
import { retryAfter } from './retry.js';
import { unknownRun } from './run-pods.js';

/** How far a step had come when its runner went away. */
export type ResumedStep =
  | { readonly type: 'ended'; readonly result: StepResult }
  | BegunStep
  /** Its pod was to be created, and is not there; `isForgotten`: so long ago that nobody can tell whether it ever was. */
  | { readonly type: 'recorded'; readonly attempt: number; readonly isForgotten: boolean }
  /** What was begun came to nothing: the attempt after it is due. */
  | { readonly type: 'again'; readonly attempt: number; readonly pod?: Pod };

/** Its pod is there. */
export interface BegunStep {
  readonly type: 'begun';
  readonly attempt: number;
  readonly pod: Pod;
  /** True where its script has not been let go, as far as is known. */
  readonly isHeld: boolean;
  /** How it ended, or is to end whatever its pod says. */
  readonly result?: RecordedResult;
}

/** A run as the cluster tells it to who takes it over. */
export interface Resumption {
  readonly plan: RunPlan;
  readonly root: ConfigMap;
  /** What the shells of its pods print. */
  readonly nonce?: string;
  /** By id; those that were not begun are not here. */
  readonly steps: ReadonlyMap<string, ResumedStep>;
}

/** Clusters forget events after an hour. */
const EVENTS_MS = 50 * 60_000;

export interface ReadOptions {
  readonly run: string;
  /** When its runner was last heard of, on the server's clock. */
  readonly heardAt?: number;
  readonly signal?: AbortSignal;
}

/** Reads a run from the cluster. Throws `UsageError` where there is none. */
export async function readResumption(cluster: Cluster, { run, heardAt, signal }: ReadOptions): Promise<Resumption> {
  const [root, objects] = await Promise.all([
    cluster.get('ConfigMap', runName(run), { signal }),
    cluster.list('Pod', { labelSelector: `${RUN_LABEL}=${run}`, signal }),
  ]);
  if (root === undefined || !isConfigMap(root)) throw unknownRun(run, cluster);
  const pods = objects.filter(isPod);
  const waiting = await Promise.all(pods.map(async (pod) => isAtGate(pod) && !(await hasPassedGate(cluster, pod, signal))));
  const isForgotten = heardAt !== undefined && cluster.serverTime() - heardAt > EVENTS_MS;
  return resumptionOf(root, { pods, held: new Set(pods.filter((_, index) => waiting[index])), isForgotten });
}

export interface FoundPods {
  readonly pods: readonly Pod[];
  /** Those of them whose scripts wait to be let go. */
  readonly held: ReadonlySet<Pod>;
  /** True where the cluster has forgotten the events of those that are not there. */
  readonly isForgotten: boolean;
}

export function resumptionOf(root: ConfigMap, { pods, held, isForgotten }: FoundPods): Resumption {
  const plan = planInRoot(root);
  const records = recordsOf(root);
  const podOf = new Map(pods.map((pod) => [pod.metadata.name, pod]));
  const steps = stepsOf(plan).flatMap((step): readonly [string, ResumedStep][] => {
    const record = records.get(stepSlugOf(step.pod.metadata.name, plan.run));
    if (record === undefined) return [];
    const pod = podOf.get(podNameOfAttempt(step.pod.metadata.name, record.attempt));
    return [[step.id, pod ? withPod(record, pod, held.has(pod)) : withoutPod(step, record, isForgotten)]];
  });
  const nonce = pods.map((pod) => variableOf(pod, NONCE_VARIABLE)).find((value) => value !== undefined);
  return { plan, root, nonce, steps: new Map(steps) };
}

function withPod({ attempt, givenBack, result }: StepRecord, pod: Pod, isHeld: boolean): ResumedStep {
  return givenBack ? { type: 'again', attempt, pod } : { type: 'begun', attempt, pod, isHeld: isHeld && result === undefined, result };
}

function withoutPod(step: PlannedStep, { attempt, givenBack, result }: StepRecord, isForgotten: boolean): ResumedStep {
  if (givenBack) return { type: 'again', attempt };
  if (result === undefined) return { type: 'recorded', attempt, isForgotten };
  const isRetried =
    retryAfter({ attempt, end: { ...result, type: 'ended' }, begun: true }, { rule: step.retry, infraRetries: 0 }) !== undefined;
  if (isRetried) return { type: 'again', attempt };
  const ignored = ((result.state === 'failed' || result.state === 'error') && step.onFailure === 'ignore') || undefined;
  return { type: 'ended', result: { step: step.id, attempt, ...result, ignored, logLines: 0 } };
}

/** True where the pod was created before its turn, and its script may still wait for it. */
function isAtGate(pod: Pod): boolean {
  const terminated = stepState(pod)?.terminated;
  return hasGate(pod) && (terminated === undefined || terminated.exitCode === GATE_STATUS);
}

/** Whether the log of a held pod begins with the start marker. */
async function hasPassedGate(cluster: Cluster, pod: Pod, signal: AbortSignal | undefined): Promise<boolean> {
  const nonce = variableOf(pod, NONCE_VARIABLE) ?? '';
  for await (const entries of cluster.followLog(pod.metadata.name, { container: STEP_CONTAINER, ended: () => true, signal }))
    return entries.some((entry) => entry.type === 'line' && readMarker(entry.bytes, nonce)?.type === 'start');
  return false;
}
