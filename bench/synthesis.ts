import { ApiObject, App, Chart } from 'cdk8s';
import type { KubeObject } from '../src/contract/objects.js';
import { ciVariables } from '../src/model/ci-variables.js';
import { DEFAULT_AGENT_SETTINGS } from '../src/model/default-settings.js';
import { manualMetadata } from '../src/model/metadata.js';
import type { PipelineDefinition, StepDefinition } from '../src/model/pipeline.js';
import { type Manifests, synthesize } from '../src/plan/synth.js';
import type { BenchOptions, Measured } from './benchmark.js';

const PIPELINES = { full: 1000, smoke: 2 };
const ROUNDS = { full: 3, smoke: 1 };
const STEPS = 10;
/** The baseline has the objects ready and makes them of nothing. */
const MOST_RATIO = 4;
const PLATFORM = 'linux/amd64';

const MANY = 'synthesis of 10,000 steps: 1,000 pipelines of 10';
const LONG = 'synthesis of 10,000 steps: one pipeline';
export const ROWS = [MANY, LONG];

/** Synthesis against cdk8s alone that writes the very same objects. */
export async function measure({ scale }: BenchOptions): Promise<readonly Measured[]> {
  const many = Array.from({ length: PIPELINES[scale] }, (_, index) => definition(`pipeline-${index}`, STEPS));
  return [row(MANY, many, ROUNDS[scale]), row(LONG, [definition('long', STEPS * PIPELINES[scale])], ROUNDS[scale])];
}

function row(what: string, definitions: readonly PipelineDefinition[], rounds: number): Measured {
  const manifests = withPodline(definitions);
  return {
    what,
    figure: best(rounds, () => withPodline(definitions)) / 1000,
    unit: 's',
    detail: `${[...manifests.values()].flat().length} objects`,
    baseline: { what: 'cdk8s alone, the objects as bare ApiObjects', figure: best(rounds, () => withCdk8s(manifests)) / 1000 },
    must: { of: 'ratio', most: MOST_RATIO },
  };
}

function definition(name: string, steps: number): PipelineDefinition {
  return {
    name,
    workspace: { base: '/woodpecker', path: 'src' },
    environment: ciVariables(manualMetadata({ platform: PLATFORM }), { name, number: 1 }),
    steps: Array.from({ length: steps }, (_, index) => step(index)),
    dependsOn: [],
    runOn: ['success'],
  };
}

function step(index: number): StepDefinition {
  return {
    name: `step-${index}`,
    kind: 'commands',
    image: 'alpine:3.22',
    commands: ['make build', 'make test'],
    dependsOn: index === 0 ? [] : [`step-${index - 1}`],
    detach: false,
    failure: 'fail',
    runOn: ['success'],
    kubernetes: { resources: { limits: { memory: '400Mi' } } },
  };
}

function withPodline(definitions: readonly PipelineDefinition[]): Manifests {
  return synthesize(definitions, { settings: DEFAULT_AGENT_SETTINGS, platform: PLATFORM });
}

/** An app for each pipeline: in one for all, cdk8s validates all of it again for each chart. */
function withCdk8s(manifests: Manifests): void {
  for (const [name, objects] of manifests) chartOf(new App(), name, objects).toJson();
}

function chartOf(app: App, name: string, objects: readonly KubeObject[]): Chart {
  const chart = new Chart(app, name);
  for (const [index, { apiVersion, kind, metadata, ...rest }] of objects.entries())
    new ApiObject(chart, `object-${index}`, {
      ...rest,
      apiVersion,
      kind,
      metadata: {
        name: metadata.name,
        namespace: metadata.namespace,
        labels: { ...metadata.labels },
        annotations: { ...metadata.annotations },
      },
    });
  return chart;
}

/** The shortest time in milliseconds, because whatever else the machine does only adds to it. */
function best(rounds: number, work: () => unknown): number {
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return Math.min(...times);
}
