import { loadAll } from 'js-yaml';
import { expect } from 'vitest';
import type { KubeObject } from '../../src/contract/objects.js';
import { kubectlOf } from './kubectl.js';
import { realScenario, scenario } from './scenario.js';

const CONFIG = {
  auths: { 'private.test': { auth: Buffer.from('ci:pull-me').toString('base64') }, 'helped.test': {} },
  credsStore: 'desktop',
};
const PRIVATE = `
  skip_clone: true
  steps:
    work: { image: 'private.test/alpine:3', pull: true, commands: [echo pulled] }
`;

scenario('setup prints what an agent needs, and no credentials', async (bed) => {
  const args = ['setup', '--namespace', 'ci', '--cluster-role', '--pull-secret-names', 'registry', '--pull-secret-file', 'config.json'];
  const files = { 'config.json': JSON.stringify(CONFIG) };

  const output = await (await bed.bare(args, { files })).end();

  const kinds = (loadAll(output.stdout) as KubeObject[]).map(({ kind }) => kind);
  expect(kinds).toEqual(['Namespace', 'ServiceAccount', 'Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding']);
  expect(output.stdout + output.stderr).not.toContain(CONFIG.auths['private.test'].auth);
  expect(output.stderr).toContain('Secret/registry is not printed');
  expect(output.status).toBe(0);
});

realScenario('setup applies it, as often as one likes, and an agent runs with it', async (bed) => {
  bed.asAdministrator();
  const files = { 'config.json': JSON.stringify(CONFIG), 'workflow.yaml': PRIVATE };
  const setup = ['setup', '--apply', '--pull-secret-names', 'registry', '--pull-secret-file', 'config.json'];
  const kubectl = kubectlOf(bed.admin);

  const outputs = [await (await bed.podline(setup, { files })).end(), await (await bed.podline(setup)).end()];
  const token = (await kubectl('create', 'token', 'podline', '--namespace', bed.namespace)).trim();
  const view = JSON.parse(await kubectl('config', 'view', '--raw', '--minify', '--flatten', '--output', 'json'));
  await bed.write('agent.kubeconfig', JSON.stringify({ ...view, users: [{ name: view.contexts[0].context.user, user: { token } }] }));
  const run = ['run', 'workflow.yaml', '--kubeconfig', 'agent.kubeconfig', '--namespace', bed.namespace, '--output', 'json'];
  const ran = await (await bed.bare(run, { env: { WOODPECKER_BACKEND_K8S_PULL_SECRET_NAMES: 'registry' } })).end();
  await bed.cluster.delete('Secret', 'registry');

  expect(outputs.map(({ status }) => status)).toEqual([0, 0]);
  expect(outputs[0]?.stdout).toContain('Role/podline applied');
  expect(outputs[0]?.stdout).toContain('Secret/registry applied');
  expect(ran.log('work')).toEqual(['pulled']);
  expect(ran.status).toBe(0);
});

realScenario('setup does not take over what another manager owns', async (bed) => {
  bed.asAdministrator();
  const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'podline' }, rules: [] };
  const file = await bed.write('role.json', JSON.stringify(role));
  await kubectlOf(bed.admin)('apply', '--server-side', '--field-manager', 'somebody', '--namespace', bed.namespace, '--filename', file);

  const output = await (await bed.podline(['setup', '--apply'])).end();

  expect(output.stderr).toContain('cannot apply Role/podline');
  expect(output.stderr).toContain('somebody');
  expect(output.status).toBe(3);
});

realScenario('an agent with a namespace for each organisation makes it', async (bed) => {
  bed.asAdministrator();
  const workflow = 'skip_clone: true\nworkspace: { volume: none }\nsteps: { work: { image: alpine, commands: [echo here] } }';
  const kubectl = kubectlOf(bed.admin);
  try {
    const run = await bed.run(workflow, '--namespace-per-org', 'true');

    expect(await kubectl('get', 'namespace', `${bed.namespace}-0`, '--output', 'name')).toBe(`namespace/${bed.namespace}-0\n`);
    expect(run.status).toBe(0);
  } finally {
    await kubectl('delete', 'namespace', `${bed.namespace}-0`, '--wait=false');
  }
});
