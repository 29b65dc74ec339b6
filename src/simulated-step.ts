import { UsageError } from './errors.js';
import type { Fault } from './local/faults.js';
import type { LocalMeta } from './local/objects.js';
import type { Behaviour } from './local/simulation/simulated-runtime.js';
import { type PlannedStep, type RunPlan, stepsOf } from './plan/run-plan.js';
import type { StepId } from './report/events.js';

/** What a step does in a simulation. */
export interface SimulatedStep {
  /** Seconds from its start to its end. @default - 1; a service or detached step runs until it is stopped */
  readonly seconds?: number;

  /** Seconds that its image takes before it starts. @default 0 */
  readonly startupSeconds?: number;

  /** Seconds from its start until it is ready, where it says what to wait for. @default 0 */
  readonly readySeconds?: number;

  /** @default 0 */
  readonly exitCode?: number;

  /** It is ended because it uses more memory than it may. @default false */
  readonly outOfMemory?: boolean;

  /** Somebody else ends its pod: the node, which is short of memory, or a person. @default - nobody does */
  readonly lost?: 'evicted' | 'deleted';

  /** Lines of its log. @default - none */
  readonly log?: readonly string[];
}

/**
 * What the container of a pod does, by the step that it is of and the number of the attempt. Where a run has several
 * pipelines, the name of a step stands for the steps of all of them that have it, unless one is named as `pipeline/step`.
 *
 * @throws UsageError where there is no step of a name
 */
export function behaviourOf(
  plan: RunPlan,
  steps: Readonly<Record<StepId, SimulatedStep | readonly SimulatedStep[]>>,
  inject: (fault: Fault) => Promise<void>,
): (pod: LocalMeta) => Behaviour {
  const byPod = new Map(stepsOf(plan).map((step) => [step.pod.metadata.name, step]));
  const known = [...byPod.values()].map(({ id }) => id);
  const names = new Set([...byPod.values()].flatMap(({ id, name }) => [id, name]));
  const unknown = Object.keys(steps).find((name) => !names.has(name));
  if (unknown !== undefined)
    throw new UsageError(`there is no step "${unknown}" to simulate`, { code: 'unknown-step', hint: `there is ${known.join(', ')}` });
  return ({ name, namespace = plan.namespace }) => {
    const [, base = '', attempt = '1'] = /^(.*)-(\d+)$/.exec(name) ?? [];
    const step = byPod.get(`${base}-1`);
    const all = [steps[step?.id ?? ''] ?? steps[step?.name ?? ''] ?? []].flat();
    const own = all[Math.min(Number(attempt), all.length) - 1] ?? {};
    const { lost } = own;
    const kind = lost === 'evicted' ? 'pod-evicted' : 'pod-deleted';
    return { ...plain(own, step), ...(lost && { onEnd: () => inject({ kind, namespace, pod: name }) }) };
  };
}

function plain(own: SimulatedStep, step: PlannedStep | undefined): Behaviour {
  const { seconds, startupSeconds = 0, readySeconds = 0, exitCode = 0, outOfMemory = false, log = [] } = own;
  const isEnding = exitCode !== 0 || outOfMemory || own.lost !== undefined;
  const otherwise = step?.detached && !isEnding ? Number.POSITIVE_INFINITY : 1;
  return {
    startupMs: startupSeconds * 1000,
    durationMs: (seconds ?? otherwise) * 1000,
    readyMs: readySeconds * 1000,
    exitCode,
    isOutOfMemory: outOfMemory,
    lines: log,
  };
}
