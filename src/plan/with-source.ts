import { posix } from 'node:path';
import * as annotations from '../contract/annotations.js';
import { isNameOf, labelValue, podName, stepSlugOf } from '../contract/names.js';
import type { Container, Pod } from '../contract/objects.js';
import { PLAN_FORMAT, type PlanDocument } from '../contract/plan-format.js';
import { sourceCommand } from '../contract/source-input.js';
import { withSpecHash } from '../contract/spec-hash.js';
import { freeName } from '../model/names.js';
import type { StepKind } from '../model/pipeline.js';
import { readStep } from './read-step.js';
import { type PlannedPipeline, type PlannedStep, type RunPlan, stepsOf } from './run-plan.js';
import { withoutClone } from './without-clone.js';
import { type ClaimWorkspace, workspaceOf } from './workspace-path.js';

/** A plan whose pipelines begin with a step that takes the source over its standard input. */
export interface SourcePlan {
  readonly plan: RunPlan;
  /** Ids of these steps. */
  readonly steps: readonly string[];
  /** Names of the pipelines without a volume: no step there could hand it on. */
  readonly without: readonly string[];
}

const STEP = 'source';
const KIND: StepKind = 'clone';
/** What a namespace may ask every container to name. */
const RESOURCES = ['cpu', 'memory', 'ephemeral-storage'];

/** The same plan with the source sent to each pipeline in place of its clone steps. */
export function withSource(plan: RunPlan, { image }: { readonly image: string }): SourcePlan {
  const several = plan.pipelines.length > 1;
  const taken = new Set(stepsOf(plan).map(({ pod }) => pod.metadata.name));
  const unlinked = new Map(withoutClone(plan).pipelines.map((pipeline) => [pipeline.name, pipeline]));
  const steps: string[] = [];
  const without: string[] = [];
  const pipelines = plan.pipelines.map((pipeline): PlannedPipeline => {
    const rest = unlinked.get(pipeline.name)?.steps ?? [];
    const pod = sourcePod(plan, pipeline, { image, taken, name: freeName(STEP, new Set(rest.map(({ name }) => name))) });
    if (pod === undefined) {
      without.push(pipeline.name);
      return { ...pipeline, steps: rest };
    }
    const source = readStep(pod, { pipeline: pipeline.name, several });
    steps.push(source.id);
    const linked = rest.map((step) => (step.dependsOn.length === 0 ? { ...step, dependsOn: [source.id] } : step));
    return { ...pipeline, steps: [source, ...linked.map((step) => withEdges(step, [source, ...linked]))] };
  });
  return { plan: withDocument({ ...plan, pipelines }), steps, without };
}

interface SourcePodOptions {
  readonly image: string;
  readonly name: string;
  /** Names of pods; grows. */
  readonly taken: Set<string>;
}

/** The pod as that of the clone step, or of the first step, would be: on the same nodes, as the same user. */
function sourcePod(plan: RunPlan, { steps }: PlannedPipeline, { image, name, taken }: SourcePodOptions): Pod | undefined {
  const candidates = [...steps.filter(({ kind }) => kind === KIND), ...steps.filter(({ kind }) => kind !== KIND)];
  const found = candidates.flatMap(({ pod }) => {
    const workspace = workspaceOf(pod);
    return workspace ? [{ pod, workspace }] : [];
  });
  const [model] = found;
  if (model === undefined) return undefined;
  const { metadata, spec } = model.pod;
  const slug = freeSlug(`${stepSlugOf(metadata.name, plan.run)}-${STEP}`, plan.run, taken);
  const pod: Pod = {
    ...model.pod,
    metadata: {
      ...metadata,
      name: podName(plan.run, slug, 1),
      labels: { ...metadata.labels, [annotations.STEP]: labelValue(name), [annotations.STEP_KIND_LABEL]: KIND },
      annotations: { ...kept(metadata.annotations ?? {}), ...policy(name) },
    },
    spec: {
      ...spec,
      hostname: slug.slice(0, 63),
      initContainers: undefined,
      serviceAccountName: undefined,
      automountServiceAccountToken: false,
      imagePullSecrets: spec.imagePullSecrets?.filter((secret) => !isNameOf(plan.run, secret.name)),
      volumes: spec.volumes?.filter((volume) => volume.name === model.workspace.volume),
      containers: [container(model.pod, { image, workspace: model.workspace })],
    },
  };
  return JSON.parse(JSON.stringify(withSpecHash(JSON.parse(JSON.stringify(pod)))));
}

function container({ spec }: Pod, { image, workspace }: { readonly image: string; readonly workspace: ClaimWorkspace }): Container {
  const model = spec.containers.find(({ name }) => name === annotations.STEP_CONTAINER);
  const { privileged: _, ...securityContext } = model?.securityContext ?? {};
  const own = (given: Readonly<Record<string, string>> = {}) =>
    Object.fromEntries(Object.entries(given).filter(([name]) => RESOURCES.includes(name)));
  return {
    name: annotations.STEP_CONTAINER,
    image,
    command: sourceCommand({ base: workspace.mountPath, workspace: posix.join(workspace.mountPath, workspace.path) }),
    stdin: true,
    stdinOnce: true,
    env: [],
    resources: model?.resources && { requests: own(model.resources.requests), limits: own(model.resources.limits) },
    volumeMounts: [{ name: workspace.volume, mountPath: workspace.mountPath }],
    securityContext,
  };
}

/** What does not come from the step that it takes the place of. */
function kept(given: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const dropped: readonly string[] = [annotations.SECRETS, annotations.REGISTRIES, annotations.RETRY, annotations.TIMEOUT];
  return Object.fromEntries(Object.entries(given).filter(([key]) => !dropped.includes(key)));
}

function policy(name: string): Readonly<Record<string, string>> {
  return {
    [annotations.STEP]: name,
    [annotations.DEPENDS_ON]: '[]',
    [annotations.RUN_ON]: 'success',
    [annotations.ON_FAILURE]: 'fail',
    [annotations.DETACHED]: 'false',
    [annotations.START_AHEAD]: 'false',
  };
}

/** Who takes over the run reads the edges of its steps from their pods. */
function withEdges(step: PlannedStep, all: readonly PlannedStep[]): PlannedStep {
  const names = step.dependsOn.flatMap((id) => all.find((other) => other.id === id)?.name ?? []);
  const { metadata } = step.pod;
  const pod = {
    ...step.pod,
    metadata: { ...metadata, annotations: { ...metadata.annotations, [annotations.DEPENDS_ON]: JSON.stringify(names) } },
  };
  return { ...step, pod };
}

function freeSlug(slug: string, run: string, taken: Set<string>): string {
  let free = slug;
  for (let count = 2; taken.has(podName(run, free, 1)); count++) free = `${slug}-${count}`;
  taken.add(podName(run, free, 1));
  return free;
}

/** Who takes over the run reads its steps there. */
function withDocument(plan: RunPlan): RunPlan {
  const document: PlanDocument = {
    format: PLAN_FORMAT,
    pipelines: plan.pipelines.map(({ name, dependsOn, runOn, steps }) => ({
      name,
      dependsOn,
      runOn,
      steps: steps.map((step) => step.name),
    })),
  };
  return { ...plan, root: { ...plan.root, data: { ...plan.root.data, [annotations.PLAN_KEY]: JSON.stringify(document) } } };
}
