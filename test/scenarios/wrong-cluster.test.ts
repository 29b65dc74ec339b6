import { expect } from 'vitest';
import { kubectlOf } from './kubectl.js';
import type { RunOutput } from './run-output.js';
import { realScenario, scenario } from './scenario.js';

const FILES = { 'workflow.yaml': 'skip_clone: true\nsteps:\n  work:\n    image: alpine\n    commands: [echo never]\n' };

scenario('no kubeconfig at all is told with the way to run without a cluster', async (bed) => {
  const output = await (await bed.bare(['run', 'workflow.yaml'], { files: FILES })).end();

  expectOneMessage(output, /^error\[no-kubeconfig\] /);
  expect(output.stderr).toContain('--local');
  expect(output.status).toBe(2);
});

scenario('commands that need a cluster are not told to do without', async (bed) => {
  const calls = [['ps'], ['gc'], ['down', '0123456789'], ['rerun', '0123456789', '--from', 'work'], ['setup', '--apply']];
  const outputs = await Promise.all(calls.map(async (args) => (await bed.bare(args)).end()));

  for (const output of outputs) {
    expectOneMessage(output, /^error\[no-kubeconfig\] /);
    expect(output.stderr).not.toContain('--local');
  }
});

scenario('a kubeconfig that is not there is told', async (bed) => {
  const output = await (await bed.bare(['run', 'workflow.yaml', '--kubeconfig', 'nowhere'], { files: FILES })).end();

  expectOneMessage(output, /^error\[kubeconfig-not-found\] the kubeconfig nowhere does not exist$/m);
  expect(output.status).toBe(2);
});

scenario('a kubeconfig that is none is told', async (bed) => {
  const files = { ...FILES, config: 'clusters: [' };
  const output = await (await bed.bare(['run', 'workflow.yaml', '--kubeconfig', 'config'], { files })).end();

  expectOneMessage(output, /^error\[bad-kubeconfig\] the kubeconfig config is not valid/);
  expect(output.status).toBe(2);
});

scenario('an unknown context is told with those that there are', async (bed) => {
  const output = await (await bed.podline(['run', 'workflow.yaml', '--context', 'production'], { files: FILES })).end();

  expectOneMessage(output, /^error\[unknown-context\] .*"production"/);
  expect(output.stderr).toMatch(/hint: use one of ".+"/);
  expect(output.status).toBe(2);
});

scenario('a cluster that is not there is told after some tries', async (bed) => {
  const config = {
    'current-context': 'gone',
    clusters: [{ name: 'gone', cluster: { server: 'http://127.0.0.1:1' } }],
    users: [{ name: 'me', user: {} }],
    contexts: [{ name: 'gone', context: { cluster: 'gone', user: 'me' } }],
  };
  const files = { ...FILES, config: JSON.stringify(config) };

  const output = await (await bed.bare(['run', 'workflow.yaml', '--kubeconfig', 'config'], { files })).end();

  expectOneMessage(output, /^error\[unreachable\] /);
  expect(output.stderr).toContain('127.0.0.1:1');
  expect(output.status).toBe(3);
});

scenario('a namespace that is not there is told with the way to make it', async (bed) => {
  const args = ['run', 'workflow.yaml', '--kubeconfig', bed.admin, '--namespace', 'no-such-namespace'];
  const output = await (await bed.bare(args, { files: FILES })).end();

  expectOneMessage(output, /^error\[not-found\] .*"?no-such-namespace"?/);
  expect(output.stderr).toContain('kubectl create namespace no-such-namespace');
  expect(output.status).toBe(3);
});

realScenario('a missing right is told with verb, resource and namespace', async (bed) => {
  const kubectl = kubectlOf(bed.admin);
  await kubectl('create', 'serviceaccount', 'nobody', '--namespace', bed.namespace);
  const config = JSON.parse(await kubectl('config', 'view', '--raw', '--minify', '--output', 'json'));
  config.users[0].user = { token: (await kubectl('create', 'token', 'nobody', '--namespace', bed.namespace)).trim() };
  const files = { ...FILES, config: JSON.stringify(config) };
  const args = ['run', 'workflow.yaml', '--kubeconfig', 'config', '--namespace', bed.namespace];

  const output = await (await bed.bare(args, { files })).end();

  expectOneMessage(output, /^error\[forbidden\] /);
  expect(output.stderr).toContain(`in namespace "${bed.namespace}" with the verb "create" on "configmaps"`);
  expect(output.status).toBe(3);
});

function expectOneMessage({ stdout, stderr }: RunOutput, says: RegExp): void {
  expect(stderr).toMatch(says);
  expect(stderr.match(/error\[/g)).toHaveLength(1);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(stdout).toBe('');
}
