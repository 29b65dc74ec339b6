import { expect, it } from 'vitest';
import { type Change, Store } from '../../../../src/local/api/store.js';

const CLOCK = { now: () => 0, sleep: async () => {} };
const config = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'ns' } });
const told = ({ type, object, version }: Change) => `${type} ${object.metadata.name} ${version}`;

it('tells every listener every change in the same order, also of changes that a listener makes', () => {
  const store = new Store(CLOCK);
  const heard: string[][] = [[], []];
  store.subscribe((change) => {
    heard[0]?.push(told(change));
    if (change.type === 'ADDED' && change.object.metadata.name === 'a') store.create('configmaps', config('b'));
  });
  store.subscribe((change) => heard[1]?.push(told(change)));

  store.create('configmaps', config('a'));

  expect(heard[0]).toEqual(['ADDED a 2', 'ADDED b 3']);
  expect(heard[1]).toEqual(heard[0]);
});

it('knows what happened after a version until it forgets', () => {
  const store = new Store(CLOCK);
  const a = store.create('configmaps', config('a'));
  const from = store.version;
  store.update('configmaps', { ...a, data: { x: '1' } });
  store.remove('configmaps', a);

  const since = store.since(from)?.map(told);
  store.compact();

  expect(since).toEqual(['MODIFIED a 3', 'DELETED a 4']);
  expect(store.since(from)).toBeUndefined();
  expect(store.since(store.version)).toEqual([]);
});

it('does not remove another object of the same name', () => {
  const store = new Store(CLOCK);
  const first = store.create('configmaps', config('a'));
  store.remove('configmaps', first);
  const second = store.create('configmaps', config('a'));

  store.remove('configmaps', first);

  expect(store.get('configmaps', 'ns', 'a')).toBe(second);
});
