import { expect } from 'vitest';
import { throughProxy } from '../../bench/proxy.js';
import { RUNNER_ROLE } from '../../src/contract/runner-role.js';
import { ACCOUNT, kubeconfigOf, makeAccount } from './account.js';
import type { Bed } from './bed.js';
import type { Refusal } from './counting-proxy.js';
import { kubectlOf } from './kubectl.js';
import type { Podline } from './podline.js';
import { realScenario, scenario } from './scenario.js';

const WORKFLOW = `
  skip_clone: true
  steps:
    first: { image: alpine, commands: [echo first] }
    second: { image: alpine, commands: [echo second] }
`;
const WAITING = `
  skip_clone: true
  steps:
    wait: { image: alpine, commands: [echo begun, 'until [ -e go ]; do sleep 0.1; done', echo end] }
    go: { image: alpine, depends_on: [], commands: [sleep 12, touch go] }
    after: { image: alpine, depends_on: [wait, go], commands: [echo after] }
`;
const BUSY: Refusal = { status: 429, reason: 'TooManyRequests', headers: { 'Retry-After': '1' } };

scenario('a run waits as long as a busy server asks it to, and does nothing twice', async (bed) => {
  const refused = new Map<string, number>();
  const refuse = (access = '') => {
    const times = refused.get(access) ?? 0;
    refused.set(access, times + 1);
    return times < 2 ? BUSY : undefined;
  };

  const { run, requests } = await throughProxy(bed, { refuse }, async (proxy, kubeconfig) => {
    const podline = await startRun(bed, WORKFLOW, kubeconfig);
    return { run: await podline.end(), requests: proxy.requests };
  });

  expect(run.states).toEqual({ first: 'passed', second: 'passed' });
  expect([run.log('first'), run.log('second')]).toEqual([['first'], ['second']]);
  // two of them were refused
  expect(requests.filter((each) => each === 'create pods')).toHaveLength(4);
  expect(run.status).toBe(0);
});

scenario('a run whose watch is too old to go on lists its pods, and watches anew', async (bed) => {
  let watches = 0;
  const refuse = (access = '') => (access === 'watch pods' && ++watches <= 3 ? { status: 410, reason: 'Expired' } : undefined);

  const run = await throughProxy(bed, { refuse }, async (_, kubeconfig) => (await startRun(bed, WORKFLOW, kubeconfig)).end());

  expect(watches).toBeGreaterThan(3);
  expect(run.states).toEqual({ first: 'passed', second: 'passed' });
  expect(run.status).toBe(0);
});

realScenario('a run whose token is not valid any more goes on with the one that takes its place', async (bed) => {
  const { kubectl, kubeconfig } = await accountOf(bed);
  await kubectl('create', 'secret', 'generic', 'old');
  await kubectl('create', 'secret', 'generic', 'new');
  await bed.write('own.kubeconfig', await kubeconfig('old'));
  const podline = await startRun(bed, WAITING, 'own.kubeconfig');
  await podline.until('"text":"begun"');

  await kubectl('delete', 'secret', 'old');
  await podline.until('does not answer');
  await bed.write('own.kubeconfig', await kubeconfig('new'));
  const run = await podline.end();
  await kubectl('delete', 'secret', 'new');

  expect(run.states).toEqual({ wait: 'passed', go: 'passed', after: 'passed' });
  expect(run.stdout).toContain('the cluster answers again');
  expect(run.status).toBe(0);
});

async function startRun(bed: Bed, workflow: string, kubeconfig: string): Promise<Podline> {
  const args = ['run', 'workflow.yaml', '--output', 'json', '--kubeconfig', kubeconfig, '--namespace', bed.namespace];
  return bed.bare(args, { files: { 'workflow.yaml': workflow } });
}

/** An account with the rights that a run needs, and kubeconfigs with a token that is valid as long as a Secret is there. */
async function accountOf(bed: Bed) {
  await makeAccount(bed, RUNNER_ROLE);
  const kubectl = async (...args: readonly string[]) => kubectlOf(bed.admin)(...args, '--namespace', bed.namespace);
  const [{ cluster }] = JSON.parse(await kubectl('config', 'view', '--raw', '--minify', '--flatten', '--output', 'json')).clusters;
  const kubeconfig = async (secret: string) => {
    const token = await kubectl('create', 'token', ACCOUNT, '--bound-object-kind', 'Secret', '--bound-object-name', secret);
    return kubeconfigOf(cluster, token.trim());
  };
  return { kubectl, kubeconfig };
}
