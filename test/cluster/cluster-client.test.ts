import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConnectOptions, KubeCluster } from '../../src/cluster/kube-cluster.js';
import type { KubeObject, Pod } from '../../src/contract/objects.js';

const kubeconfig = process.env.PODLINE_E2E_KUBECONFIG;
const RUN = 'podline.dev/run';

/** A real cluster is needed: set PODLINE_E2E_KUBECONFIG. */
describe.skipIf(!kubeconfig)('KubeCluster (cluster of PODLINE_E2E_KUBECONFIG)', () => {
  const namespace = `podline-client-${process.pid}`;
  let folder: string;
  let cluster: KubeCluster;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'podline-client-'));
    await kubectl('create', 'namespace', namespace);
    await kubectl('create', 'serviceaccount', 'reader', '-n', namespace);
    await kubectl('create', 'rolebinding', 'reader', '--clusterrole=view', `--serviceaccount=${namespace}:reader`, '-n', namespace);
    cluster = await connect({ kubeconfig });
  });

  afterAll(async () => {
    cluster.close();
    await kubectl('delete', 'namespace', namespace, '--wait=false');
    await rm(folder, { recursive: true });
  });

  it('creates, reads, lists, changes and deletes an object', async () => {
    const config: KubeObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'made', labels: { [RUN]: 'crud' } } };

    const created = await cluster.create(config);
    const read = await cluster.get('ConfigMap', 'made');
    const listed = await cluster.list('ConfigMap', { labelSelector: `${RUN}=crud` });
    const changed = await cluster.patch('ConfigMap', 'made', { metadata: { labels: { more: 'yes' } } });
    const deleted = await cluster.delete('ConfigMap', 'made', { uid: created.metadata.uid });

    expect(read?.metadata.uid).toBe(created.metadata.uid);
    expect(listed.map(({ kind, metadata }) => [kind, metadata.name])).toEqual([['ConfigMap', 'made']]);
    expect(changed.metadata.labels).toEqual({ [RUN]: 'crud', more: 'yes' });
    expect(deleted).toBe(true);
    expect(await cluster.get('ConfigMap', 'made')).toBeUndefined();
    expect(await cluster.delete('ConfigMap', 'made')).toBe(false);
  });

  it("tells the server's version and time", async () => {
    const version = await cluster.version();

    expect(version.major).toBe(1);
    expect(version.minor).toBeGreaterThanOrEqual(20);
    expect(Math.abs(cluster.serverTime() - Date.now())).toBeLessThan(60_000);
  });

  it('explains a namespace that does not exist', async () => {
    const elsewhere = await KubeCluster.connect({ kubeconfig, namespace: 'no-such-namespace', env: {}, home: folder });

    await expect(elsewhere.create(pod('lost', 'true'))).rejects.toMatchObject({
      code: 'not-found',
      hint: expect.stringContaining('kubectl create namespace no-such-namespace'),
    });
  });

  it("watches a pod's life", async () => {
    const stop = new AbortController();
    const seen: string[] = [];
    await cluster.create(pod('brief', 'true'));

    for await (const change of cluster.watchPods(`${RUN}=brief`, { signal: stop.signal })) {
      const pods = change.type === 'listed' ? change.pods : [change.pod];
      seen.push(...pods.map(({ status }) => (change.type === 'deleted' ? 'deleted' : (status?.phase ?? ''))));
      if (seen.at(-1) === 'Succeeded') await cluster.delete('Pod', 'brief', { gracePeriodSeconds: 0 });
      if (seen.at(-1) === 'deleted') stop.abort();
    }

    expect([...new Set(seen)]).toEqual(expect.arrayContaining(['Pending', 'Succeeded', 'deleted']));
  });

  it('hands a line to a waiting container and reads all that it prints, once and in order', async () => {
    // no line without an end: the node would put the next one of the other stream behind it
    const script = 'read -r line; echo "got $line"; for i in $(seq 2000); do echo "out $i"; echo "err $i" >&2; done; echo last';
    await cluster.create(pod('chatty', script, { stdin: true }));
    const ended = await running(cluster, 'chatty');

    const attachment = await cluster.attach('chatty', 'step');
    await attachment.write('hello\n');
    const lines = await linesOf(cluster, 'chatty', ended);
    attachment.close();
    await attachment.closed;

    const numbered = (stream: string) => Array.from({ length: 2_000 }, (_, index) => `${stream} ${index + 1}`);
    // in no order between the two streams: the node reads them one beside the other
    expect(lines).toContain('got hello');
    expect(lines.filter((line) => line.startsWith('out '))).toEqual(numbered('out'));
    expect(lines.filter((line) => line.startsWith('err '))).toEqual(numbered('err'));
    expect(lines).toHaveLength(4_002);
  });

  it('reads a last line without an end', async () => {
    await cluster.create(pod('unfinished', 'sleep 1; echo first; printf last'));

    expect(await linesOf(cluster, 'unfinished', await running(cluster, 'unfinished'))).toEqual(['first', 'last']);
  });

  it('refuses to attach to a container that does not exist', async () => {
    await cluster.create(pod('idle', 'sleep 60'));
    await running(cluster, 'idle');

    await expect(cluster.attach('idle', 'other')).rejects.toMatchObject({ status: 400, object: 'Pod/idle' });
  });

  it('names the missing right', async () => {
    const reader = await connect({ kubeconfig: await kubeconfigOf({ token: await token() }) });

    await expect(reader.create(pod('forbidden', 'true'))).rejects.toMatchObject({
      code: 'forbidden',
      hint: `give "system:serviceaccount:${namespace}:reader" a Role in namespace "${namespace}" with the verb "create" on "pods"`,
    });
  });

  it("takes a pod's service account", async () => {
    const { stdout } = await kubectl(
      'get',
      'service',
      'kubernetes',
      '-n',
      'default',
      '-o',
      'jsonpath={.spec.clusterIP}:{.spec.ports[0].port}',
    );
    const [host, port] = stdout.split(':');
    const { stdout: ca } = await kubectl('get', 'configmap', 'kube-root-ca.crt', '-n', namespace, '-o', 'jsonpath={.data.ca\\.crt}');
    await writeFile(path.join(folder, 'token'), await token());
    await writeFile(path.join(folder, 'ca.crt'), ca);
    const env = { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port };

    const inside = await connect({ env, serviceAccount: folder });

    expect(inside.name).toBe(`https://${host}:${port}`);
    expect((await inside.list('ConfigMap')).map(({ metadata }) => metadata.name)).toContain('kube-root-ca.crt');
  });

  it('asks a credential plugin', async () => {
    const credential = { apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status: { token: await token() } };
    const plugin = path.join(folder, 'plugin');
    await writeFile(plugin, `#!/bin/sh\ncat <<'END'\n${JSON.stringify(credential)}\nEND\n`, { mode: 0o755 });
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: plugin, interactiveMode: 'Never' };

    const plugged = await connect({ kubeconfig: await kubeconfigOf({ exec }) });

    expect((await plugged.list('ConfigMap')).map(({ metadata }) => metadata.name)).toContain('kube-root-ca.crt');
  });

  async function connect(options: Partial<ConnectOptions>): Promise<KubeCluster> {
    return KubeCluster.connect({ env: {}, home: folder, namespace, ...options });
  }

  async function token(): Promise<string> {
    return (await kubectl('create', 'token', 'reader', '-n', namespace)).stdout.trim();
  }

  /** A kubeconfig for the same server with another user. */
  async function kubeconfigOf(user: object): Promise<string> {
    const { stdout } = await kubectl('config', 'view', '--raw', '--minify', '-o', 'json');
    const config = JSON.parse(stdout);
    config.users[0].user = user;
    const file = path.join(folder, `config-${Object.keys(user).join()}`);
    await writeFile(file, JSON.stringify(config));
    return file;
  }
});

async function kubectl(...parameters: readonly string[]) {
  return promisify(execFile)('kubectl', ['--kubeconfig', kubeconfig ?? '', ...parameters]);
}

function pod(name: string, script: string, more: object = {}): Pod {
  const container = { name: 'step', image: 'busybox', imagePullPolicy: 'IfNotPresent', command: ['sh', '-c', script], ...more };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { [RUN]: name } },
    spec: { containers: [container], ...{ restartPolicy: 'Never', terminationGracePeriodSeconds: 1 } },
  };
}

/** What the pod prints to its end. */
async function linesOf(cluster: KubeCluster, name: string, ended: () => boolean): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const entries of cluster.followLog(name, { container: 'step', ended }))
    for (const entry of entries) lines.push(entry.type === 'gap' ? `gap: ${entry.message}` : Buffer.from(entry.bytes).toString('utf8'));
  return lines;
}

/** Waits until the pod runs; the answer tells from then on whether it has ended. */
async function running(cluster: KubeCluster, name: string): Promise<() => boolean> {
  const stop = new AbortController();
  let phase: string | undefined;
  const changes = cluster.watchPods(`${RUN}=${name}`, { signal: stop.signal });
  await new Promise<void>((resolve, reject) => {
    void (async () => {
      for await (const change of changes) {
        phase = (change.type === 'listed' ? change.pods[0] : change.pod)?.status?.phase;
        if (phase === 'Running') resolve();
        if (phase === 'Succeeded' || phase === 'Failed') stop.abort();
      }
    })().catch(reject);
  });
  return () => phase === 'Succeeded' || phase === 'Failed';
}
