import { describe, expect, it } from 'vitest';
import type { Cluster } from '../../../src/cluster/cluster.js';
import type { ConfigMap } from '../../../src/contract/objects.js';
import { RunRecord, recordsOf } from '../../../src/runner/record.js';
import { podOf, RUN } from './plans.js';

function recordedPatches() {
  const patches: { readonly name: string; readonly data: Readonly<Record<string, unknown>> }[] = [];
  const cluster: Pick<Cluster, 'patch'> = {
    patch: async (_, name, patch) => {
      const { data } = patch as { readonly data: Readonly<Record<string, string>> };
      patches.push({ name, data: Object.fromEntries(Object.entries(data).map(([key, text]) => [key, JSON.parse(text)])) });
      return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } };
    },
  };
  return { record: new RunRecord(cluster, RUN), patches };
}

const build = podOf('build').metadata.name;
const test = podOf('test').metadata.name;

describe('RunRecord', () => {
  it('writes an attempt to the root before it begins, with the results since the last writing', async () => {
    const { record, patches } = recordedPatches();

    await record.begin(build, 1);
    record.end(build, 1, { state: 'failed', exitCode: 4, reason: 'ExitCode' });
    await record.begin(test, 2);

    expect(patches).toEqual([
      { name: `pl-${RUN}`, data: { 'step.build': { attempt: 1 } } },
      {
        name: `pl-${RUN}`,
        data: {
          'step.build': { attempt: 1, result: { state: 'failed', exitCode: 4, reason: 'ExitCode' } },
          'step.test': { attempt: 2 },
        },
      },
    ]);
  });

  it('leaves out what the root was created with', async () => {
    const { record, patches } = recordedPatches();

    const data = record.initial([build]);
    await record.begin(build, 1);
    await record.begin(test, 1);
    await record.begin(build, 2);

    expect(data).toEqual({ 'step.build': '{"attempt":1}' });
    expect(patches.map((patch) => patch.data)).toEqual([{ 'step.test': { attempt: 1 } }, { 'step.build': { attempt: 2 } }]);
  });

  it('writes in one how steps are to end that are stopped together', async () => {
    const { record, patches } = recordedPatches();

    await Promise.all([record.order(build, 1, { state: 'canceled', reason: 'Canceled' }), record.order(test, 3, { state: 'passed' })]);

    expect(patches.map(({ data }) => data)).toEqual([
      {
        'step.build': { attempt: 1, result: { state: 'canceled', reason: 'Canceled' } },
        'step.test': { attempt: 3, result: { state: 'passed' } },
      },
    ]);
  });

  it('writes that a held pod is given back', async () => {
    const { record, patches } = recordedPatches();

    await record.begin(build, 1, { held: true });
    await record.giveBack(build, 1);

    expect(patches.map(({ data }) => data['step.build'])).toEqual([
      { attempt: 1, held: true },
      { attempt: 1, held: true, givenBack: true },
    ]);
  });

  it('writes each result once', async () => {
    const { record, patches } = recordedPatches();

    record.end(build, 1, { state: 'passed', exitCode: 0 });
    await record.begin(test, 1);
    await record.begin(test, 2);

    expect(patches.map(({ data }) => Object.keys(data))).toEqual([['step.build', 'step.test'], ['step.test']]);
  });
});

describe('recordsOf', () => {
  it('reads what was written', async () => {
    const { record, patches } = recordedPatches();
    await record.begin(build, 1, { held: true });
    record.end(build, 1, { state: 'passed', exitCode: 0 });
    await record.begin(test, 2);

    const records = recordsOf(rootWith(Object.assign({}, ...patches.map(({ data }) => data))));

    expect(Object.fromEntries(records)).toEqual({
      build: { attempt: 1, result: { state: 'passed', exitCode: 0 } },
      test: { attempt: 2 },
    });
  });

  it.each([['{'], ['null'], ['{}'], ['{"attempt":"1"}'], ['{"attempt":1,"result":{"state":"green"}}']])(
    'names what somebody has changed: %s',
    (text) => {
      const root = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `pl-${RUN}` }, data: { 'step.build': text } } as const;

      expect(() => recordsOf(root)).toThrow(`"step.build" of ConfigMap "pl-${RUN}" does not tell how far the step has come`);
    },
  );
});

function rootWith(records: Readonly<Record<string, unknown>>): ConfigMap {
  const data = Object.fromEntries(Object.entries(records).map(([key, record]) => [key, JSON.stringify(record)]));
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `pl-${RUN}` }, data };
}
