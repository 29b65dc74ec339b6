import { stepDirectory, workspaceBase } from '../src/constructs/step-directory.js';
import { isPod, type KubeObject, type Pod } from '../src/contract/objects.js';
import type { PipelineDefinition, StepDefinition } from '../src/model/pipeline.js';
import type { CompiledWorkflow } from '../src/workflow/read-workflows.js';
import type { ExpectedStep, ExpectedWorkflow, Json, JsonMap } from './cases.js';
import type { Facts } from './facts.js';

/** Variables that the runner sets when a step starts, as the cases have them. */
const AT_START = { CI_PIPELINE_STATUS: 'success', CI_PIPELINE_STARTED: '<unix-time>', CI_STEP_STARTED: '<unix-time>' };
/** The commands are compared as such. */
const SCRIPT = 'CI_SCRIPT';

/** Facts of the workflow itself and of each of its steps, by name. */
export type NamedFacts = ReadonlyMap<string, Facts>;

export function theirFacts(workflow: ExpectedWorkflow): NamedFacts {
  const stages = (workflow.config.pipeline ?? []).map(({ steps }) => steps ?? []).filter((steps) => steps.length > 0);
  const pods = (workflow.kubernetes?.steps ?? []).map(({ objects }) => (objects ?? []).find(({ kind }) => kind === 'Pod'));
  const count = new Map<string, number>();
  const steps = stages.flatMap((stage, index) => stage.map((step) => ({ step, stage: index })));
  return new Map<string, Facts>([
    ['workflow', ofWorkflow(workflow)],
    ...steps.map(({ step, stage }, index) => {
      const number = (count.get(step.name) ?? 0) + 1;
      count.set(step.name, number);
      const facts = { ...ofTheirStep(step), stage, ...environmentFacts(theirEnvironment(workflow, step, pods[index])) };
      return [`step ${step.name}${number > 1 ? `-${number}` : ''}`, factMap(facts)] as const;
    }),
  ]);
}

export function ourFacts(workflow: CompiledWorkflow, objects: readonly KubeObject[]): NamedFacts {
  const { pipeline } = workflow;
  const stages = stagesOf(pipeline.steps);
  const { name, number, axisNumber, axis, dependsOn, runOn, concurrency } = workflow;
  const plain = { pid: number, axis_id: axisNumber, matrix: { ...axis }, depends_on: dependsOn, runs_on: [...runOn].sort() };
  return new Map<string, Facts>([
    ['workflow', factMap({ name, ...plain, concurrency: concurrency?.limit ?? 0, group: concurrency?.group ?? '' })],
    ...pipeline.steps.map((step) => {
      const facts = {
        ...ofOurStep(step, pipeline, workflow.labels),
        secrets: secretNames(step, objects),
        stage: stages.get(step.name) ?? -1,
        ...environmentFacts(ourEnvironment(step, objects)),
      };
      return [`step ${step.name}`, factMap(facts)] as const;
    }),
  ]);
}

function ofWorkflow({ name, pid, axis_id, matrix, depends_on, runs_on, concurrency }: ExpectedWorkflow): Facts {
  const states = (runs_on ?? []).length > 0 ? [...(runs_on ?? [])].sort() : ['success'];
  const names = (depends_on ?? []).map(({ Name }) => Name);
  const { limit, group } = concurrency;
  return factMap({ name, pid, axis_id, matrix, depends_on: names, runs_on: states, concurrency: Math.max(0, limit), group });
}

function ofTheirStep(step: ExpectedStep): JsonMap {
  return {
    ...labelFacts(mapOf(step.workflow_labels)),
    name: step.name,
    secrets: Object.keys(mapOf(step.secret_mapping)).sort(),
    // the first one is the workspace
    volumes: listOf(step.volumes).slice(1),
    ports: listOf(step.ports).map((port) => portOf(`${mapOf(port).number}/${mapOf(port).protocol ?? ''}`)),
    type: step.type,
    image: step.image,
    pull: step.pull ?? false,
    detach: step.detach ?? false,
    privileged: step.privileged ?? false,
    working_dir: step.working_dir ?? '',
    workspace_base: step.workspace_base ?? '',
    commands: step.commands ?? [],
    entrypoint: step.entrypoint ?? [],
    failure: step.failure ?? '',
    on_success: step.on_success ?? false,
    on_failure: step.on_failure ?? false,
  };
}

function ofOurStep(step: StepDefinition, { workspace, labels = {} }: PipelineDefinition, own: Readonly<Record<string, string>>): JsonMap {
  return {
    ...labelFacts({ ...own, ...labels }),
    name: step.writtenName ?? step.name,
    volumes: step.volumes ?? [],
    ports: (step.ports ?? []).map(portOf),
    type: step.kind,
    image: step.image,
    pull: step.pull ?? false,
    detach: step.detach,
    privileged: step.privileged ?? false,
    working_dir: stepDirectory(step, workspace),
    workspace_base: workspaceBase(step, workspace),
    commands: step.commands ?? [],
    entrypoint: step.entrypoint ?? [],
    failure: step.failure,
    on_success: step.runOn.includes('success'),
    on_failure: step.runOn.includes('failure'),
  };
}

/** The stage of each step: as early as what it depends on allows. */
function stagesOf(steps: readonly StepDefinition[]): ReadonlyMap<string, number> {
  const byName = new Map(steps.map((step) => [step.name, step]));
  const known = new Map<string, number>();
  const stageOf = (name: string): number => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const stage = Math.max(-1, ...(byName.get(name)?.dependsOn ?? []).map(stageOf)) + 1;
    known.set(name, stage);
    return stage;
  };
  for (const { name } of steps) stageOf(name);
  return known;
}

function theirEnvironment({ environment_common: common }: ExpectedWorkflow, step: ExpectedStep, pod: JsonMap | undefined): JsonMap {
  const literal = envOf(pod).filter(({ value }) => value !== undefined);
  return { ...common, ...mapOf(step.environment), ...Object.fromEntries(literal.map(({ name, value }) => [String(name), value ?? ''])) };
}

function ourEnvironment({ name }: StepDefinition, objects: readonly KubeObject[]): JsonMap {
  const pod = objects.filter(isPod).find((each) => each.metadata.annotations?.['podline.dev/step'] === name);
  const literal = envOf(pod as unknown as JsonMap).filter(({ value }) => value !== undefined);
  return {
    ...Object.fromEntries(literal.map(({ name: variable, value }) => [String(variable), unescaped(String(value))])),
    ...(pod ? secretValues(pod, objects) : {}),
    ...AT_START,
  };
}

/** Variables with secrets in them; the password for git is one in podline only. */
function secretNames({ name, netrc }: StepDefinition, objects: readonly KubeObject[]): readonly string[] {
  const pod = objects.filter(isPod).find((each) => each.metadata.annotations?.['podline.dev/step'] === name);
  const names = pod ? Object.keys(secretValues(pod, objects)).sort() : [];
  return netrc ? names.filter((variable) => variable !== 'CI_NETRC_PASSWORD') : names;
}

/** The variables that a step has from the Secret of its own. */
function secretValues(pod: Pod, objects: readonly KubeObject[]): JsonMap {
  const names = new Set(envOf(pod as unknown as JsonMap).map(({ valueFrom }) => mapOf(mapOf(valueFrom).secretKeyRef).name));
  const own = objects.filter(({ kind, metadata }) => kind === 'Secret' && names.has(metadata.name));
  const data = own.flatMap((secret) => Object.entries(mapOf((secret as unknown as JsonMap).data)));
  return Object.fromEntries(data.map(([key, value]) => [key, Buffer.from(String(value), 'base64').toString()]));
}

function envOf(pod: JsonMap | undefined): readonly JsonMap[] {
  const { containers } = mapOf(pod?.spec);
  const [container] = Array.isArray(containers) ? containers.map(mapOf) : [];
  const { env } = container ?? {};
  return Array.isArray(env) ? env.map(mapOf) : [];
}

/** What Kubernetes makes of the text of a variable. */
function unescaped(text: string): string {
  return text.replaceAll('$$', '$');
}

function environmentFacts(environment: JsonMap): JsonMap {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (name === SCRIPT ? [] : [[`env ${name}`, value] as const])),
  );
}

function labelFacts(labels: JsonMap): JsonMap {
  return Object.fromEntries(Object.entries(labels).flatMap(([key, value]) => (value === '' ? [] : [[`labels ${key}`, value] as const])));
}

/** A port with its protocol, if it has one. */
function portOf(port: number | string): string {
  return String(port).replace(/\/$/, '');
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function factMap(facts: JsonMap): Facts {
  return new Map(Object.entries(facts));
}

function mapOf(value: Json | undefined): JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonMap) : {};
}
