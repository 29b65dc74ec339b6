import { GATE_VARIABLE } from '../contract/markers.js';
import { type RoleRule, RUNNER_ROLE } from '../contract/runner-role.js';
import { type PlannedStep, type RunPlan, stepsOf } from './run-plan.js';

/** The rules without what these runs never ask for. */
export function leastRole(plan: RunPlan): readonly RoleRule[] {
  const steps = stepsOf(plan);
  const hasClaims = plan.base.some(({ kind }) => kind === 'PersistentVolumeClaim');
  const without: Readonly<Record<string, readonly string[]>> = {
    'pods/attach': steps.some(isHeld) ? [] : ['get', 'create'],
    persistentvolumeclaims: hasClaims ? [] : ['create', 'get'],
    secrets: [
      ...(steps.some(makesSecrets) ? [] : ['create']),
      ...(steps.some((step) => makesSecrets(step) || takesSecrets(step)) ? [] : ['get']),
    ],
  };
  return RUNNER_ROLE.map((rule) => ({ ...rule, verbs: rule.verbs.filter((verb) => !without[rule.resource]?.includes(verb)) })).filter(
    ({ verbs }) => verbs.length > 0,
  );
}

/** True for a step whose pod can be started ahead and wait at its gate. */
function isHeld({ pod }: PlannedStep): boolean {
  return pod.spec.containers.some(({ command }) => command?.some((word) => word.includes(GATE_VARIABLE)));
}

function makesSecrets({ secrets, registries }: PlannedStep): boolean {
  return Object.keys(secrets).length + Object.keys(registries).length > 0;
}

/** Secrets of the namespace are read to hide what they hold in the logs. */
function takesSecrets({ pod }: PlannedStep): boolean {
  const inVariables = pod.spec.containers.some(
    ({ env = [], envFrom = [] }) => env.some(({ valueFrom }) => valueFrom?.secretKeyRef) || envFrom.some(({ secretRef }) => secretRef),
  );
  return inVariables || (pod.spec.volumes?.some(({ secret }) => secret) ?? false);
}
