import type { KubeObject } from '../contract/objects.js';
import { stamp } from '../contract/stamp.js';
import type { RunPlan } from './run-plan.js';

/** The same plan as another run, and in another namespace where one is given. */
export function stampPlan(plan: RunPlan, { run, namespace }: { readonly run: string; readonly namespace?: string }): RunPlan {
  const moved = <T extends KubeObject>(object: T): T => stamp(object, { from: plan.run, to: run, namespace });
  return {
    run,
    namespace: namespace ?? plan.namespace,
    root: moved(plan.root),
    lease: moved(plan.lease),
    base: plan.base.map(moved),
    pipelines: plan.pipelines.map((pipeline) => ({
      ...pipeline,
      steps: pipeline.steps.map((step) => ({ ...step, pod: moved(step.pod) })),
    })),
  };
}
