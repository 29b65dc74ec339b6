import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { loadAll } from 'js-yaml';
import { expect } from 'vitest';
import { Random } from '../../chaos/random.js';
import { Pipeline } from '../../src/constructs/pipeline.js';
import type { KubeObject } from '../../src/contract/objects.js';
import type { KubernetesOptions } from '../../src/model/kubernetes-options.js';
import { INVALID, VALID } from '../option-values.js';
import type { Bed } from './bed.js';
import { kubectlOf } from './kubectl.js';
import { ROOT } from './podline.js';
import { realScenario } from './scenario.js';

const COMBINATIONS = 150;
const FOLDER = join(ROOT, 'test/golden/options');

realScenario('the API server accepts every golden manifest', async (bed) => {
  await makeClasses(bed);
  const names = await readdir(FOLDER);
  const texts = await Promise.all(names.map((name) => readFile(join(FOLDER, name), 'utf8')));
  const objects = texts.flatMap((text) => loadAll(text) as KubeObject[]);

  const accepted = await dryRun(bed, objects);

  expect(names.length).toBeGreaterThan(50);
  expect(accepted).toBe(objects.length);
});

realScenario(`the API server accepts ${COMBINATIONS} random combinations of valid options`, async (bed) => {
  await makeClasses(bed);
  const random = new Random(8);
  const app = new App();
  const pipeline = new Pipeline(app, 'options', { platform: 'linux/amd64' });
  for (let index = 0; index < COMBINATIONS; index++) {
    const options = Object.entries(VALID).flatMap(([option, values]) => {
      const value: unknown = random.pick<unknown>(values);
      return random.chance(0.5) ? [[option, value] as const] : [];
    });
    pipeline.step(`step-${index}`, { image: 'alpine', commands: ['ls'], kubernetes: Object.fromEntries(options) as KubernetesOptions });
  }
  const objects = pipeline.toJson();

  const accepted = await dryRun(bed, objects);

  expect(accepted).toBe(objects.length);
});

realScenario('the API server refuses what podline refuses', async (bed) => {
  await makeClasses(bed);
  const pipeline = new Pipeline(new App(), 'options', { platform: 'linux/amd64' });
  const pods = INVALID.map(([options], index) =>
    // a pod by itself is not validated
    pipeline.step(`step-${index}`, { image: 'alpine', kubernetes: options as KubernetesOptions }).pod.toJson(),
  );

  const accepted = await Promise.all(
    pods.map(async (pod) => ((await isAccepted(bed, pod)) ? pod.metadata.annotations['podline.dev/step'] : [])),
  );

  expect(accepted.flat().map((step: string) => INVALID[Number(step.replace('step-', ''))])).toEqual([]);
});

async function isAccepted(bed: Bed, pod: KubeObject): Promise<boolean> {
  const path = `/api/v1/namespaces/${bed.namespace}/pods?dryRun=All`;
  const file = await bed.write(
    `${pod.metadata.name}.json`,
    JSON.stringify({ ...pod, metadata: { ...pod.metadata, namespace: bed.namespace } }),
  );
  return kubectlOf(bed.admin)('create', '--raw', path, '--filename', file).then(
    () => true,
    () => false,
  );
}

/** Posts objects without making them; resolves to how many the server accepts, rejects with what it says of the others. */
async function dryRun(bed: Bed, objects: readonly KubeObject[]): Promise<number> {
  const items = objects.map((object) => ({ ...object, metadata: { ...object.metadata, namespace: bed.namespace } }));
  const file = await bed.write('objects.json', JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  const output = await kubectlOf(bed.admin)('create', '--dry-run=server', '--filename', file);
  return output.trim().split('\n').length;
}

/** What options name has to exist; that of the cluster stays there for the next one. */
async function makeClasses(bed: Bed): Promise<void> {
  const name = 'podline-golden';
  const items = [
    { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name }, handler: 'runc' },
    { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, value: 0 },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'builder', namespace: bed.namespace } },
  ];
  const file = await bed.write('classes.json', JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  await kubectlOf(bed.admin)('apply', '--server-side', '--filename', file);
}
