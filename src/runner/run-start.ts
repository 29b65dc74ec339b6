import type { Cluster } from '../cluster/cluster.js';
import { STEP_CONTAINER } from '../contract/annotations.js';
import { type PlannedStep, type RunPlan, stepsOf } from '../plan/run-plan.js';
import type { RunEvent } from '../report/events.js';
import type { Mask } from './mask.js';

export interface RunStartOptions {
  readonly cluster: Pick<Cluster, 'name'>;
  readonly at: number;
  readonly mask: Mask;
}

/** The first event of a run. */
export function startOf(plan: RunPlan, { cluster, at, mask }: RunStartOptions): RunEvent {
  const planned = stepsOf(plan);
  const steps = planned.map((step) => {
    const { id, pipeline, name, kind, dependsOn, detached } = step;
    return { step: id, pipeline, name, kind, dependsOn, detached, image: containerOf(step)?.image };
  });
  const pipelines = plan.pipelines.map(({ name }) => name);
  const axes = Object.fromEntries(plan.pipelines.flatMap(({ name, axis }) => (axis ? [[name, axis]] : [])));
  const { run, namespace } = plan;
  const about = { run, namespace, cluster: cluster.name, pipelines, steps, ...(Object.keys(axes).length > 0 && { axes }) };
  return { type: 'run-started', at, ...about, environment: environmentOf(planned, mask) };
}

/** What the run is for, not what a step is: never a credential, though workflows may have given it such a name. */
const TELLING = /^CI_(?!STEP_|.*(?:NETRC|PASSWORD|TOKEN|SECRET))/;

/** Variables with a value that all steps have in common. */
function environmentOf(steps: readonly PlannedStep[], mask: Mask): Readonly<Record<string, string>> {
  const [first = new Map<string, string>(), ...others] = steps.map(variablesOf);
  const common = [...first].filter(([name, value]) => others.every((variables) => variables.get(name) === value));
  return Object.fromEntries(common.map(([name, value]) => [name, Buffer.from(mask(Buffer.from(value))).toString()]));
}

function variablesOf(step: PlannedStep): ReadonlyMap<string, string> {
  const variables = containerOf(step)?.env ?? [];
  return new Map(variables.flatMap(({ name, value }) => (TELLING.test(name) && value ? [[name, value]] : [])));
}

function containerOf({ pod }: PlannedStep) {
  return pod.spec.containers.find(({ name }) => name === STEP_CONTAINER);
}
