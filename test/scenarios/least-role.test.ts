import { load } from 'js-yaml';
import { describe, expect } from 'vitest';
import { type RoleRule, RUNNER_ROLE } from '../../src/contract/runner-role.js';
import { ACCOUNT_KUBECONFIG, enterAs, proxyOf, withoutVerb } from './account.js';
import type { Bed } from './bed.js';
import { resourceName } from './counting-proxy.js';
import type { Podline } from './podline.js';
import type { RunOutput } from './run-output.js';
import { realScenario } from './scenario.js';

const WORKFLOW = `
  skip_clone: true
  services:
    db: { image: alpine, commands: ['sleep 1000'] }
  steps:
    secret: { image: alpine, environment: { TOKEN: { from_secret: token } }, commands: ['echo "$\${#TOKEN}"', 'sleep 2'] }
    absent: { image: 'alpine:absent', commands: ['echo never'] }
`;
const ENDLESS = `
  skip_clone: true
  steps:
    work: { image: alpine, commands: ['echo begun', 'sleep 1000'] }
`;
const TAKING = `
  skip_clone: true
  steps:
    take: { image: alpine, backend_options: { kubernetes: { secrets: [{ name: aws }] } }, commands: ['echo "$key"'] }
`;
const HELLO = 'skip_clone: true\nsteps:\n  hello: { image: alpine, commands: [echo hello] }\n';

realScenario('the least Role is enough for every command, also when answers are lost, and nothing of it is unused', async (bed) => {
  const proxy = await proxyOf(bed, { isForgetful: true });
  await enterAs(bed, RUNNER_ROLE, proxy.url);
  const ended = async (...args: readonly string[]): Promise<RunOutput> => (await podline(bed, ...args)).end();
  await bed.write('workflow.yaml', WORKFLOW);
  await bed.write('endless.yaml', ENDLESS);

  const kept = await ended('run', 'workflow.yaml', '--secret', 'token=open-sesame', '--keep', '--output', 'json');
  const logs = await ended('logs', kept.report.run, 'secret');
  const ps = await ended('ps');
  const down = await ended('down', kept.report.run);
  const endless = await podline(bed, 'run', 'endless.yaml', '--output', 'json');
  await endless.until('"text":"begun"');
  const [lease] = await bed.cluster.list('Lease');
  const cancel = await ended('cancel', lease?.metadata.labels?.['podline.dev/run'] ?? '');
  const canceled = await endless.end();
  const gc = await ended('gc', '--all');
  proxy.stop();

  expect(kept.result('absent')).toMatchObject({ state: 'error', reason: 'ImagePull' });
  expect(logs.stdout).toContain('11\n');
  expect(ps.stdout).toContain(kept.report.run);
  expect([kept, logs, ps, down, cancel, canceled, gc].map(({ status }) => status)).toEqual([3, 0, 0, 0, 0, 130, 0]);
  expect(proxy.refused).toEqual([]);
  const unused = RUNNER_ROLE.flatMap(wordsOf).filter((words) => !proxy.requests.includes(words));
  // from Kubernetes 1.35 on
  expect(unused).toEqual(['create pods/attach']);
});

realScenario('what rbac prints for a pipeline is enough for it', async (bed) => {
  const proxy = await proxyOf(bed);
  await bed.write('workflow.yaml', HELLO);
  const printed = await (await bed.bare(['rbac', 'workflow.yaml'])).end();
  const { rules } = load(printed.stdout) as { readonly rules: readonly { apiGroups: string[]; resources: string[]; verbs: string[] }[] };
  const granted = rules.map(({ apiGroups: [apiGroup = ''], resources: [resource = ''], verbs }) => ({ apiGroup, resource, verbs }));
  await enterAs(bed, granted, proxy.url);

  const output = await (await podline(bed, 'run', 'workflow.yaml')).end();
  proxy.stop();

  expect(rules.flatMap(({ resources }) => resources)).not.toContain('secrets');
  expect(proxy.refused).toEqual([]);
  expect(output.status).toBe(0);
});

describe('the error names the right that is missing', () => {
  realScenario('to create pods', async (bed) => {
    const output = await runWithout(bed, 'create', 'pods');

    expect(output.stderr).toContain('with the verb "create" on "pods"');
    expect(output.status).toBe(3);
  });

  realScenario('to watch pods', async (bed) => {
    const output = await runWithout(bed, 'watch', 'pods');

    expect(output.stderr).toContain('with the verb "watch" on "pods"');
    expect(output.status).toBe(3);
  });

  realScenario('to read logs', async (bed) => {
    const output = await runWithout(bed, 'get', 'pods/log');

    expect(output.stderr).toContain('with the verb "get" on "pods/log"');
    expect(output.status).toBe(3);
  });

  realScenario('to read the Secrets that a step takes, whose values are then shown', async (bed) => {
    const aws = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'aws', namespace: bed.namespace },
      stringData: { key: 'the-key-of-aws' },
    };
    await bed.give(aws);

    const output = await runWithout(bed, 'get', 'secrets', TAKING);

    expect(output.stdout + output.stderr).toContain('warning: Secret "aws" cannot be read, so what it holds is not hidden in the logs');
    expect(output.stdout + output.stderr).toContain('allow the verb "get" on "secrets"');
    expect(output.status).toBe(0);
  });

  realScenario('to remove the run, and what is left', async (bed) => {
    const output = await runWithout(bed, 'delete', 'configmaps');
    const root = (await bed.left()).find((name) => name.startsWith('ConfigMap/pl-')) ?? '';
    await (await bed.podline(['down', root.replace('ConfigMap/pl-', '')])).end();

    expect(output.stderr).toContain('with the verb "delete" on "configmaps"');
    expect(output.stderr).toMatch(new RegExp(`left on the cluster: .*${root}`));
    expect(output.status).toBe(0);
  });
});

/** A run by an account that has all rights of the least Role but one. */
async function runWithout(bed: Bed, verb: string, resource: string, workflow = HELLO): Promise<RunOutput> {
  const proxy = await proxyOf(bed);
  await enterAs(bed, withoutVerb(RUNNER_ROLE, verb, resource), proxy.url);
  await bed.write('workflow.yaml', workflow);
  const output = await (await podline(bed, 'run', 'workflow.yaml')).end();
  proxy.stop();
  return output;
}

async function podline(bed: Bed, ...args: readonly string[]): Promise<Podline> {
  return bed.bare([...args, '--kubeconfig', ACCOUNT_KUBECONFIG, '--namespace', bed.namespace]);
}

/** A rule as the proxy notes requests. */
function wordsOf({ apiGroup, resource, verbs }: RoleRule): readonly string[] {
  const [plural = '', sub] = resource.split('/');
  return verbs.map((verb) => `${verb} ${resourceName({ group: apiGroup, plural, sub })}`);
}
