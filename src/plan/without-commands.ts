import { type PlannedStep, type RunPlan, stepsOf } from './run-plan.js';

/** Ids of the steps that run what their images say: where images are not used they have nothing to run. */
export function stepsWithoutCommands(plan: RunPlan): readonly string[] {
  return stepsOf(plan)
    .filter(needsImage)
    .map(({ id }) => id);
}

function needsImage({ pod }: PlannedStep): boolean {
  return pod.spec.containers.some(({ command = [], args = [] }) => command.length + args.length === 0);
}
