import { DEPENDS_ON, PIPELINE_LABEL, PLAN_KEY } from '../contract/annotations.js';
import { labelValue, renameRun } from '../contract/names.js';
import type { KubeObject, Pod } from '../contract/objects.js';
import { PLAN_FORMAT, type PlanDocument } from '../contract/plan-format.js';
import { type PlannedPipeline, type PlannedStep, type RunPlan, stepsOf } from './run-plan.js';
import { stampPlan } from './stamp-plan.js';

export interface FromStepOptions {
  /** Id of the first step to run again. */
  readonly from: string;
  /** Ids of the steps that passed. */
  readonly passed: ReadonlySet<string>;
  /** Id of the new run. */
  readonly run: string;
}

/**
 * The objects of a run that goes on where another one has ended, on the volumes of that one: the step, all that comes after
 * it, and what did not pass.
 */
export function fromStep(plan: RunPlan, { from, passed, run }: FromStepOptions): readonly KubeObject[] {
  const again = stepsAgain(plan, from, passed);
  const pipelines = plan.pipelines.flatMap((pipeline) => {
    const steps = pipeline.steps.filter((step) => again.has(step.id) || step.detached);
    return steps.every(({ detached }) => detached) ? [] : [{ ...pipeline, steps }];
  });
  const names = pipelines.map(({ name }) => name);
  const document: PlanDocument = {
    format: PLAN_FORMAT,
    pipelines: pipelines.map(({ name, dependsOn, runOn, steps }) => ({
      name,
      dependsOn: dependsOn.filter((each) => names.includes(each)),
      runOn,
      steps: steps.map((step) => step.name),
    })),
  };
  const root = { ...plan.root, metadata: metadataOf(plan.root), data: { [PLAN_KEY]: JSON.stringify(document) } };
  const labels = names.map(labelValue);
  const base = plan.base.filter(
    ({ kind, metadata }) => kind !== 'PersistentVolumeClaim' && labels.includes(metadata.labels?.[PIPELINE_LABEL] ?? ''),
  );
  const moved = stampPlan({ ...plan, root, base, pipelines: pipelines.map(withOwnEdges) }, { run });
  const pods = stepsOf(moved).map(({ pod }) => onClaimsOf(plan.run, run, pod));
  return [moved.root, moved.lease, ...moved.base, ...pods];
}

function stepsAgain(plan: RunPlan, from: string, passed: ReadonlySet<string>): ReadonlySet<string> {
  const again = new Set([from]);
  const pipelineOf = new Map(stepsOf(plan).map((step) => [step.id, step.pipeline]));
  const before = (step: PlannedStep): readonly string[] => {
    const pipelines = plan.pipelines.find(({ name }) => name === step.pipeline)?.dependsOn ?? [];
    return [...step.dependsOn, ...[...again].filter((id) => pipelines.includes(pipelineOf.get(id) ?? ''))];
  };
  for (let size = 0; size !== again.size; ) {
    size = again.size;
    // services are started anyway, and steps that only wait for them need not run again
    for (const step of stepsOf(plan).filter(({ detached }) => !detached)) {
      if (!passed.has(step.id) || before(step).some((id) => again.has(id))) again.add(step.id);
    }
  }
  return again;
}

/** What passed is waited for no more. */
function withOwnEdges({ steps, ...pipeline }: PlannedPipeline): PlannedPipeline {
  return {
    ...pipeline,
    steps: steps.map((step) => {
      const before = steps.filter(({ id }) => step.dependsOn.includes(id));
      const edges = before.map(({ name }) => name);
      const annotations = { ...step.pod.metadata.annotations, [DEPENDS_ON]: JSON.stringify(edges) };
      const pod = { ...step.pod, metadata: { ...step.pod.metadata, annotations } };
      return { ...step, dependsOn: before.map(({ id }) => id), pod };
    }),
  };
}

function onClaimsOf(before: string, run: string, pod: Pod): Pod {
  const volumes = pod.spec.volumes?.map((volume) => {
    const claim = volume.persistentVolumeClaim;
    if (claim === undefined) return volume;
    return { ...volume, persistentVolumeClaim: { ...claim, claimName: renameRun(claim.claimName, { from: run, to: before }) } };
  });
  return { ...pod, spec: { ...pod.spec, volumes } };
}

/** Without what the server has added, and without who wants the run kept. */
function metadataOf({ metadata: { name, namespace, labels } }: KubeObject): KubeObject['metadata'] {
  return { name, namespace, labels };
}
