/**
 * npm run bench
 *
 * Synthesis of many pipelines against cdk8s alone writing the very same objects, and how long the program takes to start.
 * Compare ratios: times are those of this machine in this minute.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ApiObject, App, Chart } from 'cdk8s';
import { DEFAULT_AGENT_SETTINGS } from '../src/model/agent-settings.js';
import { ciVariables, manualMetadata } from '../src/model/metadata.js';
import type { PipelineDefinition, StepDefinition } from '../src/model/pipeline.js';
import { type Manifests, synthesize } from '../src/plan/synth.js';

const PIPELINES = 1000;
const STEPS = 10;
const ROUNDS = 3;
const STARTS = 7;
const PLATFORM = 'linux/amd64';
const root = fileURLToPath(new URL('..', import.meta.url));

const definitions = Array.from({ length: PIPELINES }, (_, index) => definition(`pipeline-${index}`));
const manifests = withPodline();
const memory = process.memoryUsage().rss;

const podline = best(ROUNDS, withPodline);
const apps = best(ROUNDS, withCdk8s);
const oneApp = best(1, withCdk8sInOneApp);
console.log(`${PIPELINES} pipelines of ${STEPS} steps: ${[...manifests.values()].flat().length} objects`);
console.log(`  podline, in one app      ${ms(podline)}`);
console.log(
  `  cdk8s, in one app        ${ms(oneApp)}   ratio ${(podline / oneApp).toFixed(2)} (at most 1.5); it validates the app for each chart`,
);
console.log(
  `  cdk8s, an app for each   ${ms(apps)}   ratio ${(podline / apps).toFixed(2)}; the objects stand ready, nothing is made of options`,
);
console.log(`  memory (RSS)             ${Math.round(memory / 2 ** 20)} MiB after the first synthesis`);

const program = `${root}lib/bin/podline.js`;
console.log('start of a process, fastest of several');
console.log(`  node with cdk8s          ${ms(best(STARTS, () => node('-e', 'import("cdk8s")')))}`);
if (existsSync(program)) {
  console.log(`  podline --help           ${ms(best(STARTS, () => node(program, '--help')))}`);
  console.log(`  podline synth            ${ms(best(STARTS, () => node(program, 'synth', '-o', '-', 'examples/hello.yaml')))}`);
}

function definition(name: string): PipelineDefinition {
  return {
    name,
    workspace: { base: '/woodpecker', path: 'src' },
    environment: ciVariables(manualMetadata({ platform: PLATFORM }), { name, number: 1 }),
    steps: Array.from({ length: STEPS }, (_, index) => step(index)),
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

function withPodline(): Manifests {
  return synthesize(definitions, { settings: DEFAULT_AGENT_SETTINGS, platform: PLATFORM });
}

function withCdk8s(): void {
  for (const name of manifests.keys()) chart(new App(), name).toJson();
}

function withCdk8sInOneApp(): void {
  const app = new App();
  for (const each of Array.from(manifests.keys(), (name) => chart(app, name))) each.toJson();
}

function chart(app: App, name: string): Chart {
  const chart = new Chart(app, name);
  for (const [index, { apiVersion, kind, metadata, ...rest }] of (manifests.get(name) ?? []).entries())
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

function node(...args: readonly string[]): void {
  execFileSync(process.execPath, args, { cwd: root, stdio: 'ignore' });
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

function ms(time: number): string {
  return `${Math.round(time)} ms`.padStart(9);
}
