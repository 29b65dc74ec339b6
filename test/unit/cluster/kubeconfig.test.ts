import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadKubeConfig } from '../../../src/cluster/kubeconfig.js';

let home: string;

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'podline-kubeconfig-'));
});

afterEach(async () => {
  await rm(home, { recursive: true });
});

async function write(name: string, text: string): Promise<string> {
  const file = path.join(home, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
  return file;
}

function config(name: string, server = `https://${name}`): string {
  return JSON.stringify({
    'current-context': name,
    clusters: [{ name, cluster: { server } }],
    users: [{ name, user: { token: `token of ${name}` } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
  });
}

describe('loadKubeConfig', () => {
  it('takes the given file before KUBECONFIG and the home folder', async () => {
    await write('.kube/config', config('home'));
    const [named, given] = [await write('named', config('named')), await write('given', config('given'))];

    const found = await loadKubeConfig({ kubeconfig: given, env: { KUBECONFIG: named }, home });

    expect(found.getCurrentContext()).toBe('given');
  });

  it('takes KUBECONFIG before the home folder', async () => {
    await write('.kube/config', config('home'));
    const named = await write('named', config('named'));

    const found = await loadKubeConfig({ env: { KUBECONFIG: named }, home });

    expect(found.getCurrentCluster()?.server).toBe('https://named');
  });

  it('takes the file of the home folder', async () => {
    await write('.kube/config', config('home'));

    const found = await loadKubeConfig({ env: {}, home });

    expect(found.getCurrentUser()?.token).toBe('token of home');
  });

  it('merges the existing files of KUBECONFIG, the first of a name first', async () => {
    const a = await write('a', config('same', 'https://a'));
    const b = await write('b', config('same', 'https://b'));
    const c = await write('c', config('other'));
    const files = [path.join(home, 'missing'), a, b, c].join(path.delimiter);

    const found = await loadKubeConfig({ env: { KUBECONFIG: files }, home });

    expect(found.getCurrentCluster()?.server).toBe('https://a');
    expect(found.getContexts().map(({ name }) => name)).toEqual(['same', 'other']);
  });

  it('takes another context than the current one', async () => {
    const files = [await write('a', config('a')), await write('b', config('b'))].join(path.delimiter);

    const found = await loadKubeConfig({ context: 'b', env: { KUBECONFIG: files }, home });

    expect(found.getCurrentCluster()?.server).toBe('https://b');
  });

  it('reads token files beside the kubeconfig', async () => {
    await write('token', 'from a file');
    const file = await write('config', config('a').replace('"token":"token of a"', '"tokenFile":"token"'));
    const found = await loadKubeConfig({ kubeconfig: file, env: {}, home });
    const options = { headers: {} };

    await found.applyToHTTPSOptions(options);

    expect(options.headers).toEqual({ Authorization: 'Bearer from a file' });
  });

  it('allows a server without TLS', async () => {
    const file = await write('config', config('a', 'http://127.0.0.1:1'));
    const found = await loadKubeConfig({ kubeconfig: file, env: {}, home });
    const options = { headers: {} };

    await found.applyToHTTPSOptions(options);

    expect(options.headers).toEqual({ Authorization: 'Bearer token of a' });
  });

  it('takes the service account of the pod that it runs in when there is no file', async () => {
    await write('account/token', 'of the pod');
    await write('account/ca.crt', 'certificate');
    const env = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '6443' };
    const found = await loadKubeConfig({ env, home, serviceAccount: path.join(home, 'account') });
    const options = { headers: {}, ca: undefined };

    await found.applyToHTTPSOptions(options);

    expect(found.getCurrentCluster()?.server).toBe('https://[fd00::1]:6443');
    expect(options.headers).toEqual({ Authorization: 'Bearer of the pod' });
    expect(String(options.ca)).toBe('certificate');
  });

  it('says so when there is none anywhere', async () => {
    const found = loadKubeConfig({ env: { KUBERNETES_SERVICE_HOST: '10.0.0.1' }, home, serviceAccount: path.join(home, 'account') });

    await expect(found).rejects.toMatchObject({
      code: 'no-kubeconfig',
      exitStatus: 2,
      hint: 'name a file with --kubeconfig or in KUBECONFIG',
    });
  });

  it.each([
    ['does not exist', undefined, 'kubeconfig-not-found', /config does not exist$/],
    ['is no YAML', 'a: [', 'bad-kubeconfig', /config is not valid: /],
    ['is no map', 'just text', 'bad-kubeconfig', /config is not valid: there is no map in it$/],
    ['is incomplete', '{"clusters":[{"name":"a"}]}', 'bad-kubeconfig', /config is not valid: clusters\[0\]\.cluster is missing$/],
    ['has no current context', config('a').replace('"current-context":"a",', ''), 'no-context', /config has no current context$/],
    [
      'names a missing context',
      config('a').replace('"current-context":"a"', '"current-context":"b"'),
      'unknown-context',
      /no context "b"$/,
    ],
    ['names a missing cluster', config('a').replace('"cluster":"a"', '"cluster":"b"'), 'bad-kubeconfig', /context "a" .* has no cluster/],
    ['has a server that is no address', config('a', 'nowhere'), 'bad-kubeconfig', /context "a" .* valid server address$/],
  ])('refuses a file that %s', async (_, text, code, message) => {
    const file = text === undefined ? path.join(home, 'config') : await write('config', text);

    const found = loadKubeConfig({ kubeconfig: file, env: {}, home });

    await expect(found).rejects.toMatchObject({ code, exitStatus: 2, message: expect.stringMatching(message) });
  });

  it('lists the contexts that there are beside an unknown one', async () => {
    const files = [await write('a', config('a')), await write('b', config('b'))].join(path.delimiter);

    const found = loadKubeConfig({ context: 'c', env: { KUBECONFIG: files }, home });

    await expect(found).rejects.toMatchObject({ code: 'unknown-context', hint: 'use one of "a", "b"' });
  });
});
