import { describe, expect, it } from 'vitest';
import type { Pod } from '../../../src/contract/objects.js';
import { pipelineOf, podOf, stepPod } from './synthesized.js';

function envOf(pod: Pod) {
  return pod.spec.containers[0]?.env ?? [];
}

function textOf(pod: Pod, name: string) {
  return envOf(pod).find((variable) => variable.name === name)?.value;
}

describe('2.2 variables of a step', () => {
  it('are those of the pipeline, then its own, sorted by name', () => {
    const pod = stepPod(
      { environment: { ZED: 1, LIST: ['a', 2], CI: 'mine' } },
      { pipeline: { environment: { CI: 'woodpecker', CI_EVENT: 'push' } } },
    );

    expect(envOf(pod).filter(({ name }) => !/CI_(STEP|WORKSPACE)/.test(name))).toEqual([
      { name: 'CI', value: 'mine' },
      { name: 'CI_EVENT', value: 'push' },
      { name: 'LIST', value: 'a,2' },
      { name: 'ZED', value: '1' },
    ]);
    expect(envOf(pod).map(({ name }) => name)).toEqual(
      envOf(pod)
        .map(({ name }) => name)
        .sort(),
    );
  });

  it('are its settings, for a plugin', () => {
    expect(textOf(stepPod({ settings: { 'some-key': [1, { k: 2 }] } }), 'PLUGIN_SOME_KEY')).toBe('[1,{"k":2}]');
  });

  it('tell it its name, kind and workspace', () => {
    const build = pipelineOf();
    build.service('db', { image: 'postgres', environment: { A: 1 } });

    const pod = podOf(build, 'db');

    expect([textOf(pod, 'CI_STEP_NAME'), textOf(pod, 'CI_STEP_TYPE'), textOf(pod, 'CI_WORKSPACE')]).toEqual([
      'db',
      'service',
      '/woodpecker/src',
    ]);
  });

  it('are escaped where Kubernetes would expand them', () => {
    expect(textOf(stepPod({ environment: { A: 'a $(HOME) $HOME' } }), 'A')).toBe('a $$(HOME) $HOME');
  });

  it('are escaped in entry point and commands as well', () => {
    const own = stepPod({ entrypoint: ['echo', '$(HOME)'] }).spec.containers[0];
    const shell = stepPod({ commands: ['echo $(date)'] }).spec.containers[0];

    expect(own?.command).toEqual(['echo', '$$(HOME)']);
    expect(shell?.command?.at(-1)).toContain('\necho $$(date)\n');
  });

  it('hold the script where commands stand beside an entry point', () => {
    const pod = stepPod({ entrypoint: ['/bin/bash', '-c', 'echo $CI_SCRIPT | base64 -d | /bin/bash -e'], commands: ['echo ä'] });

    const script = Buffer.from(textOf(pod, 'CI_SCRIPT') ?? '', 'base64').toString();

    expect(pod.spec.containers[0]?.command?.[0]).toBe('/bin/bash');
    expect(script).toMatch(/^cd \/woodpecker\/src$.*^echo ä$/ms);
    expect(textOf(pod, 'SHELL')).toBe('/bin/sh');
  });

  it.each(['CI_SCRIPT', 'SHELL'])('hold no %s without commands', (name) => {
    expect(textOf(stepPod({ entrypoint: ['true'] }), name)).toBeUndefined();
  });
});

describe('secrets', () => {
  const build = pipelineOf();
  const token = build.secret('API_TOKEN');
  build.step('deploy', {
    image: 'alpine',
    commands: ['./deploy.sh'],
    environment: { TOKEN: token, NESTED: { user: 'ci', pass: [token] } },
  });
  const pod = podOf(build, 'deploy');

  it('are references to the Secret of the step', () => {
    const secret = pod.metadata.name.replace(/-1$/, '-s');

    expect(envOf(pod).filter(({ valueFrom }) => valueFrom)).toEqual([
      { name: 'NESTED', valueFrom: { secretKeyRef: { name: secret, key: 'NESTED' } } },
      { name: 'TOKEN', valueFrom: { secretKeyRef: { name: secret, key: 'TOKEN' } } },
    ]);
  });

  it('are templates in the annotation, from which the runner makes the Secret', () => {
    expect(JSON.parse(pod.metadata.annotations?.['podline.dev/secrets'] ?? '')).toEqual({
      NESTED: { template: { user: 'ci', pass: [{ from_secret: 'API_TOKEN' }] }, encoding: 'json' },
      TOKEN: { template: { from_secret: 'API_TOKEN' }, encoding: 'plain' },
    });
  });

  it('make no object of kind Secret, so that no value is in a manifest', () => {
    expect(build.toJson().map(({ kind }) => kind)).not.toContain('Secret');
  });

  it('give way to a plain value of the same name', () => {
    const plain = pipelineOf({ environment: { TOKEN: 'of the pipeline' } });
    plain.step('test', { image: 'alpine', environment: { TOKEN: plain.secret('t') } });

    expect(envOf(podOf(plain, 'test')).filter(({ name }) => name === 'TOKEN')).toEqual([
      { name: 'TOKEN', valueFrom: { secretKeyRef: expect.anything() } },
    ]);
  });

  it('leave no annotation where there are none', () => {
    expect(stepPod({}).metadata.annotations).not.toHaveProperty(['podline.dev/secrets']);
  });
});

describe('native secrets', () => {
  it.each([
    ['a key, under its name in upper case', { name: 'aws', key: 'access_key' }, 'ACCESS_KEY'],
    ['a key, under another name', { name: 'aws', key: 'access_key', target: { env: 'AWS_KEY' } }, 'AWS_KEY'],
  ])('%s becomes a variable', (_, secret, variable) => {
    const env = envOf(stepPod({ kubernetes: { secrets: [secret] } }));

    expect(env.at(-1)).toEqual({ name: variable, valueFrom: { secretKeyRef: { name: 'aws', key: 'access_key' } } });
  });

  it.each([{ name: 'aws' }, { name: 'aws', key: '' }, { name: 'aws', target: {} }])('all keys of %j become variables', (secret) => {
    expect(stepPod({ kubernetes: { secrets: [secret] } }).spec.containers[0]).toMatchObject({ envFrom: [{ secretRef: { name: 'aws' } }] });
  });

  it('a key becomes a file, a whole Secret a folder', () => {
    const secrets = [
      { name: 'kube', key: 'config', target: { file: '/root/.kube/config' } },
      { name: 'certs', target: { file: '/certs' } },
    ];

    const { spec } = stepPod({ kubernetes: { secrets } });

    expect(spec.volumes?.slice(1)).toEqual([
      { name: 'secret-0', secret: { secretName: 'kube' } },
      { name: 'secret-1', secret: { secretName: 'certs' } },
    ]);
    expect(spec.containers[0]).toMatchObject({
      volumeMounts: [
        { name: 'workspace' },
        { name: 'secret-0', mountPath: '/root/.kube/config', subPath: 'config', readOnly: true },
        { name: 'secret-1', mountPath: '/certs', readOnly: true },
      ],
    });
    expect(spec.containers[0]).not.toHaveProperty('envFrom');
  });
});
