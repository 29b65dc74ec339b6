import { describe, expect, it } from 'vitest';
import type { Cluster } from '../../../src/cluster/cluster.js';
import { RunRecord } from '../../../src/runner/record.js';
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
    record.end(build, { step: 'build', attempt: 1, state: 'failed', exitCode: 4, reason: 'ExitCode', message: 'exit code 4', logLines: 9 });
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

  it('writes each result once', async () => {
    const { record, patches } = recordedPatches();

    record.end(build, { step: 'build', attempt: 1, state: 'passed', exitCode: 0, logLines: 0 });
    await record.begin(test, 1);
    await record.begin(test, 2);

    expect(patches.map(({ data }) => Object.keys(data))).toEqual([['step.build', 'step.test'], ['step.test']]);
  });
});
