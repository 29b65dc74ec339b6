import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RUN_LABEL, SPEC_HASH } from '../../../src/contract/annotations.js';
import { type Answer, cut, json, ScriptedServer, status } from './scripted-server.js';
import { TestClock } from './test-clock.js';

interface Marks {
  readonly run?: string;
  readonly hash?: string;
  readonly deleted?: string;
}

const exists = status(409, 'AlreadyExists', 'pods "x" already exists');
let server: ScriptedServer;

beforeEach(async () => {
  server = await ScriptedServer.start();
});

afterEach(async () => {
  await server.stop();
});

describe('create', () => {
  it('takes the existing object for its own when an answer was lost', async () => {
    const created = await create(marked({ run: 'r' }), cut(), exists, json({ ...marked({ run: 'r' }), status: {} }));

    expect(created).toHaveProperty('status');
  });

  it('takes an existing object with the same spec of the same run for its own', async () => {
    const created = await create(marked({ run: 'r', hash: 'h' }), exists, json({ ...marked({ run: 'r', hash: 'h' }), status: {} }));

    expect(created).toHaveProperty('status');
  });

  it.each([
    ['of another run', { run: 'r', hash: 'h' }, { run: 's', hash: 'h' }],
    ['of another spec', { run: 'r', hash: 'h' }, { run: 'r', hash: 'i' }],
    ['without a spec hash where none could have been created by us', { run: 'r' }, { run: 'r' }],
    ['of no run', { hash: 'h' }, { hash: 'h' }],
    ['that is being deleted', { run: 'r', hash: 'h' }, { run: 'r', hash: 'h', deleted: '2026-01-01T00:00:00Z' }],
  ])('refuses an existing object %s', async (_, wanted: Marks, existing: Marks) => {
    await expect(create(marked(wanted), exists, json(marked(existing)))).rejects.toMatchObject({ code: 'already-exists' });
  });

  it('refuses kinds that are no part of a run', async () => {
    await expect(create({ ...marked({}), kind: 'Deployment' })).rejects.toMatchObject({ code: 'unsupported-kind', exitStatus: 2 });
  });
});

async function create(object: ReturnType<typeof marked>, ...answers: readonly Answer[]) {
  const cluster = await server.connect(new TestClock(5_000));
  server.answers(...answers);
  return cluster.create(object);
}

function marked({ run, hash, deleted }: Marks) {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'x',
      deletionTimestamp: deleted,
      labels: run === undefined ? undefined : { [RUN_LABEL]: run },
      annotations: hash === undefined ? undefined : { [SPEC_HASH]: hash },
    },
  };
}
