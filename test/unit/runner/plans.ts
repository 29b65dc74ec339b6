import type { Pod } from '../../../src/contract/objects.js';
import type { PlannedPipeline, PlannedStep, RunPlan } from '../../../src/plan/run-plan.js';

export const RUN = 'abcdefghjk';

export function podOf(step: string): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `pl-${RUN}-${step}-1`, namespace: 'ci', labels: { 'podline.dev/run': RUN, 'podline.dev/pipeline': 'main' } },
    spec: { containers: [{ name: 'step', image: 'alpine' }] },
  };
}

export function stepOf(id: string, options: Partial<PlannedStep> = {}): PlannedStep {
  return {
    id,
    pipeline: 'main',
    name: id,
    kind: 'commands',
    dependsOn: [],
    runOn: ['success'],
    onFailure: 'fail',
    detached: false,
    startAhead: true,
    secrets: {},
    registries: {},
    pod: podOf(id),
    ...options,
  };
}

export function pipelineOf(steps: readonly PlannedStep[], options: Partial<PlannedPipeline> = {}): PlannedPipeline {
  return { name: 'main', dependsOn: [], runOn: ['success'], steps, ...options };
}

export function planOf(...pipelines: readonly PlannedPipeline[]): RunPlan {
  const metadata = { name: `pl-${RUN}` };
  return {
    run: RUN,
    namespace: 'ci',
    root: { apiVersion: 'v1', kind: 'ConfigMap', metadata },
    lease: { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata },
    base: [],
    pipelines,
  };
}
