import type { PlannedStep, RunPlan } from './run-plan.js';

/** A port that several pipelines of a plan declare. */
export interface SharedPort {
  /** `8080`, `53/UDP`. */
  readonly port: string;
  readonly pipelines: readonly string[];
}

/** The ports that pipelines are in each other's way with where all pods have those of one machine. */
export function sharedPorts({ pipelines }: RunPlan): readonly SharedPort[] {
  const users = new Map<string, Set<string>>();
  for (const { name, steps } of pipelines)
    for (const port of steps.flatMap(portsOf)) users.set(port, (users.get(port) ?? new Set()).add(name));
  return [...users].filter(([, names]) => names.size > 1).map(([port, names]) => ({ port, pipelines: [...names] }));
}

/** The same plan with the pipelines that share a port one after the other. */
export function withoutSharing(plan: RunPlan, shared: readonly SharedPort[]): RunPlan {
  const rivalsOf = (name: string) => {
    const rivals = shared.flatMap(({ pipelines }) => (pipelines.includes(name) ? pipelines : []));
    return [...new Set(rivals)].filter((rival) => rival !== name);
  };
  const pipelines = plan.pipelines.map((pipeline) => {
    const rivals = rivalsOf(pipeline.name);
    return rivals.length === 0 ? pipeline : { ...pipeline, rivals };
  });
  return { ...plan, pipelines };
}

function portsOf({ pod }: PlannedStep): readonly string[] {
  const ports = pod.spec.containers.flatMap(({ ports = [] }) => ports);
  return ports.map(({ containerPort, protocol = 'TCP' }) => (protocol === 'TCP' ? `${containerPort}` : `${containerPort}/${protocol}`));
}
