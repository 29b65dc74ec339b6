import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Credentials } from '../../../src/cluster/credentials.js';

let folder: string;
let certFile: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'podline-credentials-'));
  certFile = path.join(folder, 'certificate');
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('Credentials', () => {
  it('are read again for each request', async () => {
    await writeFile(certFile, 'first');
    const credentials = await read();
    await credentials.requestOptions();

    await writeFile(certFile, 'second');

    expect(String((await credentials.requestOptions()).cert)).toBe('second');
  });

  it('keep their connections from request to request', async () => {
    await writeFile(certFile, 'certificate');
    const credentials = await read();

    const [first, second] = [await credentials.requestOptions(), await credentials.requestOptions()];

    expect(first.agent).toBe(second.agent);
  });

  it('go through the proxy that the kubeconfig names', async () => {
    await writeFile(certFile, 'certificate');
    const credentials = await read({ proxyUrl: 'http://proxy:3128' });

    expect((await credentials.requestOptions()).agent).toHaveProperty('proxy.host', 'proxy:3128');
  });

  it('that were never there are a mistake', async () => {
    const credentials = await read();

    await expect(credentials.requestOptions()).rejects.toMatchObject({
      code: 'unauthorized',
      retryable: false,
      message: expect.stringMatching(/^the credentials of the context "c" cannot be had: ENOENT.*certificate'$/),
    });
  });

  it('that were there before may come back', async () => {
    await writeFile(certFile, 'certificate');
    const credentials = await read();
    await credentials.requestOptions();

    await rm(certFile);

    await expect(credentials.requestOptions()).rejects.toMatchObject({ code: 'unauthorized', retryable: true });
  });
});

async function read(cluster: object = {}): Promise<Credentials> {
  return Credentials.read(async () => {
    const config = new KubeConfig();
    config.loadFromOptions({
      clusters: [{ name: 'c', server: 'https://k8s:6443', ...cluster }],
      users: [{ name: 'c', certFile }],
      contexts: [{ name: 'c', cluster: 'c', user: 'c' }],
      currentContext: 'c',
    });
    return config;
  });
}
