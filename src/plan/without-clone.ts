import type { PlannedStep, RunPlan } from './run-plan.js';

/** The same plan without its clone steps: what brings the source code otherwise stands in for them. */
export function withoutClone(plan: RunPlan): RunPlan {
  const clones = new Set(plan.pipelines.flatMap(({ steps }) => steps.filter(isClone).map(({ id }) => id)));
  const unlinked = (step: PlannedStep): PlannedStep => ({ ...step, dependsOn: step.dependsOn.filter((id) => !clones.has(id)) });
  return {
    ...plan,
    pipelines: plan.pipelines.map((pipeline) => ({ ...pipeline, steps: pipeline.steps.filter((step) => !isClone(step)).map(unlinked) })),
  };
}

/** Whether a step brings the source code. */
export function isClone({ kind }: PlannedStep): boolean {
  return kind === 'clone';
}
