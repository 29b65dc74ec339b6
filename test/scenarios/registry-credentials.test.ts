import { expect } from 'vitest';
import type { KubeObject } from '../../src/contract/objects.js';
import { realScenario } from './scenario.js';

const WORKFLOW = `
  skip_clone: true
  steps:
    work: { image: 'private.test/alpine:3', pull: true, commands: [echo pulled] }
`;

realScenario('an image of a private registry is pulled with the pull secrets of the agent', async (bed) => {
  const auths = { 'private.test': { username: 'ci', password: 'pull-me' } };
  await bed.give(secretOf({ '.dockerconfigjson': JSON.stringify({ auths }) }));
  const env = { WOODPECKER_BACKEND_K8S_PULL_SECRET_NAMES: 'registry' };

  const run = await (await bed.podline(['run', 'workflow.yaml', '--output', 'json'], { files: { 'workflow.yaml': WORKFLOW }, env })).end();

  expect(run.log('work')).toEqual(['pulled']);
  expect(run.status).toBe(0);
});

realScenario(
  'an image of a private registry is pulled with the credentials of the run, which go with it and are in no manifest',
  async (bed) => {
    const flags = ['--registry', 'private.test=ci:registry_password'];
    const files = { 'workflow.yaml': WORKFLOW };
    const synth = await (await bed.bare(['synth', 'workflow.yaml', '-o', '-', ...flags], { files })).end();

    const run = await (
      await bed.podline(['run', 'workflow.yaml', ...flags, '--secret', 'registry_password=pull-me', '--output', 'json'])
    ).end();

    expect(synth.stdout).toContain('podline.dev/registries');
    expect(synth.stdout).not.toContain('pull-me');
    expect(run.log('work')).toEqual(['pulled']);
    expect(run.status).toBe(0);
  },
);

realScenario('without credentials the registry is quoted, and the setting named', async (bed) => {
  const run = await bed.run(WORKFLOW);

  expect(run.result('work')).toMatchObject({ state: 'error', reason: 'ImagePull' });
  expect(run.result('work').hint).toContain('WOODPECKER_BACKEND_K8S_PULL_SECRET_NAMES');
  expect(run.status).toBe(3);
});

function secretOf(stringData: Readonly<Record<string, string>>): KubeObject & { readonly type: string; readonly stringData: object } {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'registry' }, type: 'kubernetes.io/dockerconfigjson', stringData };
}
