import { DEPENDS_ON, DETACHED, PIPELINE_LABEL, STEP } from '../contract/annotations.js';
import { attemptOf, labelValue } from '../contract/names.js';
import type { Pod } from '../contract/objects.js';
import type { PlanPipeline } from '../contract/plan-format.js';
import { hasGate } from './pod-facts.js';
import { judge, type Verdict } from './verdict.js';

/** Steps of a run that were begun, by what the pod of their last attempt says. `held`: it runs before its turn. */
export type StepStates = Readonly<Record<'waiting' | 'held' | 'running' | 'passed' | 'failed', readonly string[]>>;

interface BegunStep {
  readonly pod: Pod;
  readonly verdict: Verdict;
}

/** Steps go by their ids: the name, after the pipeline's where the run has several. */
export function stepStates(pipelines: readonly PlanPipeline[], pods: readonly Pod[]): StepStates {
  const states = { waiting: [] as string[], held: [] as string[], running: [] as string[], passed: [] as string[], failed: [] as string[] };
  for (const { name, steps } of pipelines) {
    const begun = begunSteps(pods.filter(({ metadata }) => metadata.labels?.[PIPELINE_LABEL] === labelValue(name)));
    for (const step of steps) {
      const state = stateOf(step, begun);
      if (state !== undefined) states[state].push(pipelines.length > 1 ? `${name}/${step}` : step);
    }
  }
  return states;
}

/** By name, each with the pod of its last attempt. */
function begunSteps(pods: readonly Pod[]): ReadonlyMap<string, BegunStep> {
  const inOrder = [...pods].sort((a, b) => attemptOf(a.metadata.name) - attemptOf(b.metadata.name));
  return new Map(
    inOrder.map((pod) => [pod.metadata.annotations?.[STEP] ?? '', { pod, verdict: judge(pod, { gone: false, deletedByUs: false }) }]),
  );
}

function stateOf(step: string, begun: ReadonlyMap<string, BegunStep>): keyof StepStates | undefined {
  const found = begun.get(step);
  if (found === undefined) return undefined;
  const { pod, verdict } = found;
  if (verdict.type === 'waiting') return 'waiting';
  if (verdict.type === 'ended') return verdict.state === 'passed' ? 'passed' : 'failed';
  const isHeld = hasGate(pod) && namesIn(pod.metadata.annotations?.[DEPENDS_ON]).some((name) => !isBehind(begun.get(name)));
  return isHeld ? 'held' : 'running';
}

/** Nobody waits for a step that has ended, nor for a detached one that runs. */
function isBehind(step: BegunStep | undefined): boolean {
  if (step?.verdict.type !== 'running') return step?.verdict.type === 'ended';
  return step.pod.metadata.annotations?.[DETACHED] === 'true';
}

/** None where somebody damaged the text: a listing goes on. */
function namesIn(text: string | undefined): readonly string[] {
  try {
    const names: unknown = JSON.parse(text ?? '');
    return Array.isArray(names) ? names.map(String) : [];
  } catch {
    return [];
  }
}
