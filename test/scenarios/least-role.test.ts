import { describe, expect } from 'vitest';
import { type RoleRule, RUNNER_ROLE } from '../../src/contract/runner-role.js';
import type { Bed } from './bed.js';
import { CountingProxy, type ProxyOptions, resourceName } from './counting-proxy.js';
import { kubectlOf } from './kubectl.js';
import type { Podline } from './podline.js';
import type { RunOutput } from './run-output.js';
import { realScenario } from './scenario.js';

const WORKFLOW = `
  skip_clone: true
  services:
    db: { image: alpine, commands: ['sleep 1000'] }
  steps:
    secret: { image: alpine, environment: { TOKEN: { from_secret: token } }, commands: ['echo "\${#TOKEN}"'] }
    absent: { image: 'alpine:absent', commands: ['echo never'] }
`;
const ENDLESS = `
  skip_clone: true
  steps:
    work: { image: alpine, commands: ['echo begun', 'sleep 1000'] }
`;
const HELLO = 'skip_clone: true\nsteps:\n  hello: { image: alpine, commands: [echo hello] }\n';

realScenario('the least Role is enough for every command, also when answers are lost, and nothing of it is unused', async (bed) => {
  const proxy = await proxyOf(bed, { isForgetful: true });
  await allow(bed, proxy, RUNNER_ROLE);
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
  // for pods that are started ahead
  expect(unused).toEqual(['get pods/attach', 'create pods/attach']);
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
async function runWithout(bed: Bed, verb: string, resource: string): Promise<RunOutput> {
  const proxy = await proxyOf(bed);
  const rules = RUNNER_ROLE.map((rule) =>
    rule.resource === resource ? { ...rule, verbs: rule.verbs.filter((each) => each !== verb) } : rule,
  );
  await allow(
    bed,
    proxy,
    rules.filter(({ verbs }) => verbs.length > 0),
  );
  await bed.write('workflow.yaml', HELLO);
  const output = await (await podline(bed, 'run', 'workflow.yaml')).end();
  proxy.stop();
  return output;
}

const KUBECONFIG = 'least.kubeconfig';

async function podline(bed: Bed, ...args: readonly string[]): Promise<Podline> {
  return bed.bare([...args, '--kubeconfig', KUBECONFIG, '--namespace', bed.namespace]);
}

async function proxyOf(bed: Bed, options: Partial<ProxyOptions> = {}): Promise<CountingProxy> {
  const view = await kubectlOf(bed.kubeconfig)('config', 'view', '--raw', '--minify', '--flatten', '--output', 'json');
  const [{ cluster }] = JSON.parse(view).clusters;
  const ca = Buffer.from(cluster['certificate-authority-data'], 'base64').toString();
  return CountingProxy.start({ server: cluster.server, ca, ...options });
}

/** Makes an account with these rights, and a kubeconfig for it that goes by way of the proxy. */
async function allow(bed: Bed, proxy: CountingProxy, rules: readonly RoleRule[]): Promise<void> {
  const kubectl = kubectlOf(bed.kubeconfig);
  const here = ['--namespace', bed.namespace];
  const role = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name: 'runner' },
    rules: rules.map(({ apiGroup, resource, verbs }) => ({ apiGroups: [apiGroup], resources: [resource], verbs })),
  };
  await kubectl('apply', '-f', await bed.write('role.json', JSON.stringify(role)), ...here);
  await kubectl('create', 'serviceaccount', 'runner', ...here);
  await kubectl('create', 'rolebinding', 'runner', '--role=runner', `--serviceaccount=${bed.namespace}:runner`, ...here);
  const token = (await kubectl('create', 'token', 'runner', ...here)).trim();
  const config = {
    'current-context': 'least',
    clusters: [{ name: 'least', cluster: { server: proxy.url } }],
    users: [{ name: 'runner', user: { token } }],
    contexts: [{ name: 'least', context: { cluster: 'least', user: 'runner' } }],
  };
  await bed.write(KUBECONFIG, JSON.stringify(config));
}

/** A rule as the proxy notes requests. */
function wordsOf({ apiGroup, resource, verbs }: RoleRule): readonly string[] {
  const [plural = '', sub] = resource.split('/');
  return verbs.map((verb) => `${verb} ${resourceName({ group: apiGroup, plural, sub })}`);
}
