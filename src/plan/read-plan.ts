import * as annotations from '../contract/annotations.js';
import { isNameOf, isRunId, labelValue, runName } from '../contract/names.js';
import { type ConfigMap, isPod, type KubeObject, type Pod } from '../contract/objects.js';
import { graphProblems } from '../model/graph.js';
import { invalid } from './invalid.js';
import { readPlanDocument } from './plan-document.js';
import { readStep } from './read-step.js';
import type { PlannedPipeline, RunPlan } from './run-plan.js';

/** A run's plan, and what else the manifests hold. */
export interface PlanReading {
  readonly plan: RunPlan;
  /** Objects that belong to no run: they are not applied. */
  readonly foreign: readonly KubeObject[];
}

/** Kinds that may be part of a run beside root, Lease and pods. */
const BASE_KINDS: ReadonlySet<string> = new Set(['PersistentVolumeClaim', 'Service', 'ConfigMap']);

const PASS_ALL = 'pass all files that belong to the run';

/** Reads a run back from its manifests. Throws `UsageError` where they are not one whole run. */
export function readPlan(objects: readonly KubeObject[]): PlanReading {
  const own = objects.filter((object) => runOf(object) !== undefined);
  const run = theOnlyRun(own);
  assertNames(own, run);
  const root = own.find((object): object is ConfigMap => object.kind === 'ConfigMap' && object.metadata.name === runName(run));
  const lease = own.find((object) => object.kind === 'Lease' && object.metadata.name === runName(run));
  if (!root || !lease) throw invalid(`the manifests lack the ${root ? 'Lease' : 'ConfigMap'} "${runName(run)}"`, PASS_ALL);
  const namespace = theOnlyNamespace(own);
  const base = own.filter((object) => object !== root && object !== lease && !isPod(object));
  const unknown = base.find((object) => !BASE_KINDS.has(object.kind));
  if (unknown) throw invalid(`${nameOf(unknown)} carries the label ${annotations.RUN_LABEL}, but a run has no objects of this kind`);
  const pipelines = readPipelines(root, own.filter(isPod));
  return { plan: { run, namespace, root, lease, base, pipelines }, foreign: objects.filter((object) => runOf(object) === undefined) };
}

function readPipelines(root: ConfigMap, pods: readonly Pod[]): readonly PlannedPipeline[] {
  const podOf = podsByStep(pods);
  const document = readPlanDocument(root);
  const several = document.pipelines.length > 1;
  const pipelines = document.pipelines.map(({ name, dependsOn, runOn, axis, steps }): PlannedPipeline => {
    const found = steps.map((step) => {
      const pod = podOf.get(stepKey(labelValue(name), step));
      if (!pod) throw invalid(`the manifests lack the pod of step "${step}" of pipeline "${name}"`, PASS_ALL);
      return readStep(pod, { pipeline: name, several });
    });
    const problem = graphProblems(found.map((step) => ({ name: step.id, dependsOn: step.dependsOn })))[0];
    if (problem) throw invalid(`pipeline "${name}": ${problem.message}`);
    return { name, dependsOn, runOn, ...(axis && { axis }), steps: found };
  });
  const problem = graphProblems(pipelines)[0];
  if (problem) throw invalid(`the run's pipelines: ${problem.message}`);
  const planned = new Set(pipelines.flatMap(({ steps }) => steps.map(({ pod }) => pod)));
  const stray = pods.find((pod) => !planned.has(pod));
  if (stray) throw invalid(`${nameOf(stray)} belongs to no step of the plan in ${nameOf(root)}`);
  return pipelines;
}

function nameOf({ kind, metadata }: KubeObject): string {
  return `${kind} "${metadata.name}"`;
}

function runOf(object: KubeObject): string | undefined {
  return object.metadata.labels?.[annotations.RUN_LABEL];
}

function theOnlyRun(objects: readonly KubeObject[]): string {
  const [run, ...others] = new Set(objects.map(runOf));
  if (run === undefined)
    throw invalid(
      'the manifests hold no run: no object has the label podline.dev/run',
      'pass files that podline synth or cdk8s synth wrote',
    );
  if (others.length > 0)
    throw invalid(`the manifests hold ${others.length + 1} runs: ${[run, ...others].join(', ')}`, 'apply one after the other');
  if (!isRunId(run)) throw invalid(`"${run}" is not a run id`);
  return run;
}

/** Names that are not the run's would stay as they are when the run gets another id. */
function assertNames(objects: readonly KubeObject[], run: string): void {
  const names = new Set<string>();
  for (const object of objects) {
    const { name } = object.metadata;
    if (!isNameOf(run, name)) throw invalid(`${nameOf(object)} is not named as an object of run ${run}`);
    if (names.has(nameOf(object))) throw invalid(`the manifests hold ${nameOf(object)} twice`, 'pass each file once');
    names.add(nameOf(object));
  }
}

function theOnlyNamespace(objects: readonly KubeObject[]): string {
  const namespace = objects[0]?.metadata.namespace;
  const other = objects.find((object) => object.metadata.namespace !== namespace);
  if (typeof namespace !== 'string' || other)
    throw invalid(
      `the objects of a run are not all in one namespace: see ${objects
        .slice(0, 1)
        .concat(other ?? [])
        .map(nameOf)
        .join(' and ')}`,
    );
  return namespace;
}

function podsByStep(pods: readonly Pod[]): ReadonlyMap<string, Pod> {
  const byStep = new Map<string, Pod>();
  for (const pod of pods) {
    const step = pod.metadata.annotations?.[annotations.STEP];
    const key = stepKey(pod.metadata.labels?.[annotations.PIPELINE_LABEL], step);
    const other = byStep.get(key);
    if (other) throw invalid(`step "${step}" has two pods: ${nameOf(other)} and ${nameOf(pod)}`);
    byStep.set(key, pod);
  }
  return byStep;
}

/** Steps are known by the label of their pipeline, because the pods carry no other sign of it. */
function stepKey(pipelineLabel: string | undefined, step: string | undefined): string {
  return JSON.stringify([pipelineLabel, step]);
}
