import { expect, it } from 'vitest';
import type { Cluster } from '../../../src/cluster/cluster.js';
import type { KubeObject, Pod } from '../../../src/contract/objects.js';
import { Base } from '../../../src/runner/base.js';
import { type Deferred, deferred } from '../../../src/runner/deferred.js';
import { pipelineOf, planOf, podOf, RUN, stepOf } from './plans.js';

const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: `pl-${RUN}`, uid: 'u-1' };

/** Creations that the test lets succeed or fail, by the object's name. */
function begin(names: readonly string[]) {
  const creations = new Map<string, Deferred<void>>();
  const created: KubeObject[] = [];
  const cluster = {
    serverTime: () => 0,
    create: async <T extends KubeObject>(object: T) => {
      created.push(object);
      const creation = deferred();
      creations.set(object.metadata.name, creation);
      await creation.promise;
      return object;
    },
  } as unknown as Cluster;
  const objects = names.map((name) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name } }));
  const plan = { ...planOf(pipelineOf([stepOf('build')])), base: objects };
  const base = new Base(cluster, plan, { owner, secrets: [], holder: 'me', signal: new AbortController().signal });
  return { base, created, creation: (name: string) => creations.get(name) ?? expect.fail(`${name} is not created`) };
}

function mounting(secret: string): Pod {
  const pod = podOf('build');
  return { ...pod, spec: { ...pod.spec, volumes: [{ name: 'v', secret: { secretName: secret } }] } };
}

/** Whether a promise is settled once all that can happen now has happened. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  void promise.finally(() => (settled = true)).catch(() => undefined);
  await new Promise(setImmediate);
  return settled;
}

it('creates everything at once, owned by the root', () => {
  const { created } = begin(['a', 'b']);

  expect(created.map(({ metadata }) => metadata.name)).toEqual([`pl-${RUN}`, 'a', 'b']);
  expect(created.every(({ metadata }) => metadata.ownerReferences?.[0] === owner)).toBe(true);
});

it('lets a pod wait for what it names, and for nothing else', async () => {
  const { base, creation } = begin(['a', 'b']);
  const needed = base.neededBy(mounting('a'));

  expect(await isSettled(base.neededBy(podOf('build')))).toBe(true);
  expect(await isSettled(needed)).toBe(false);
  creation('a').resolve();
  expect(await isSettled(needed)).toBe(true);
});

it('tells the error of one when the others are there', async () => {
  const { base, creation } = begin(['a', 'b']);
  const created = base.created();
  creation('a').reject(new Error('refused'));

  expect(await isSettled(created)).toBe(false);
  await expect(base.neededBy(mounting('a'))).rejects.toThrow('refused');
  creation('b').resolve();
  creation(`pl-${RUN}`).resolve();
  await expect(created).rejects.toThrow('refused');
});
