import { PassThrough } from 'node:stream';
import { Attach, KubeConfig } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EmbeddedCluster, sh } from './embedded-cluster.js';

let cluster: EmbeddedCluster;
beforeAll(async () => {
  cluster = await EmbeddedCluster.start();
});
afterAll(async () => cluster.stop());

/** Attaches as podline does: standard input only. */
async function attach(pod: string): Promise<PassThrough & { readonly closed: boolean }> {
  const config = new KubeConfig();
  config.loadFromString(cluster.cluster.kubeconfig('embedded'));
  const stdin = new PassThrough();
  await new Attach(config).attach('default', pod, 'step', null, null, stdin, false);
  return stdin;
}

const GATE = { ...sh('echo ready; while read -r line; do echo "got $line"; done; echo end'), stdin: true };

describe('attach', () => {
  it('hands standard input to the container at once, from several clients one after the other', async () => {
    await cluster.createPod('gate', GATE);
    await cluster.said('gate', 'ready');

    const first = await attach('gate');
    first.write('one\n');
    await cluster.said('gate', 'got one');
    const second = await attach('gate');
    second.write(`${'x'.repeat(70_000)}\n`);

    await cluster.said('gate', `got ${'x'.repeat(70_000)}\n`);
  });

  it('leaves standard input open when a client goes, unless stdinOnce says otherwise', async () => {
    await cluster.createPod('once', { ...GATE, stdinOnce: true });
    await cluster.said('once', 'ready');

    const stdin = await attach('once');
    stdin.end('last\n');
    const { status } = await cluster.ended('once');

    expect(status.phase).toBe('Succeeded');
    expect(await cluster.log('once')).toBe('ready\ngot last\nend\n');
  });

  it('gives a container without stdin an empty one', async () => {
    await cluster.createPod('closed', sh('cat; echo end'));
    await cluster.ended('closed');

    expect(await cluster.log('closed')).toBe('end\n');
  });

  it('needs a WebSocket', async () => {
    await cluster.createPod('plain', GATE);

    const answer = await cluster.request('POST', 'pods/plain/attach?stdin=true');

    expect(answer.body).toMatchObject({ code: 400, message: 'Upgrade request required' });
  });

  it.each([
    ['ended', sh('true')],
    ['waiting', { image: 'registry.invalid/x' }],
  ])('is refused while the container is %s', async (name, step) => {
    await cluster.createPod(name, { ...step, stdin: true });
    await cluster.until(name, ({ status }) => status.phase === 'Succeeded' || status.containerStatuses?.[0]?.state?.waiting !== undefined);
    if (name === 'ended') await cluster.ended(name);

    await expect(attach(name)).rejects.toThrow(/500/);
  });

  it('is refused on demand', async () => {
    await cluster.createPod('refused', GATE);
    await cluster.said('refused', 'ready');
    cluster.cluster.faults.requests.add({ resource: 'pods/attach', answer: 403 });

    await expect(attach('refused')).rejects.toThrow(/403/);
    await expect(attach('refused')).resolves.toBeDefined();
  });
});
