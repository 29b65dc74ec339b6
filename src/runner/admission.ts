import type { PlannedPipeline, RunPlan } from '../plan/run-plan.js';
import { hasEnded, type Progress } from './progress.js';

/** Whether a pipeline may have steps that run: it has begun already, or fewer than the limit (0: any number), and no rival, are under way. */
export function isAdmitted(pipeline: PlannedPipeline, { plan, progress, limit }: Admission): boolean {
  const { rivals = [] } = pipeline;
  if ((limit === 0 && rivals.length === 0) || hasBegun(pipeline, progress)) return true;
  const underWay = plan.pipelines.filter((each) => isUnderWay(each, progress));
  return (limit === 0 || underWay.length < limit) && !underWay.some(({ name }) => rivals.includes(name));
}

interface Admission {
  readonly plan: RunPlan;
  readonly progress: Progress;
  /** How many pipelines may be under way at a time. */
  readonly limit: number;
}

function isUnderWay(pipeline: PlannedPipeline, progress: Progress): boolean {
  return hasBegun(pipeline, progress) && !pipeline.steps.every(({ id }) => hasEnded(progress.get(id)));
}

function hasBegun({ steps }: PlannedPipeline, progress: Progress): boolean {
  return steps.some(({ id }) => progress.get(id)?.phase !== 'waiting');
}
