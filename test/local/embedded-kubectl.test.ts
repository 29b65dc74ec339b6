import { execFile, execFileSync, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EmbeddedCluster, sh } from './embedded-cluster.js';

let cluster: EmbeddedCluster;
let kubeconfig: string;
beforeAll(async () => {
  cluster = await EmbeddedCluster.start();
  kubeconfig = join(cluster.stateRoot, 'kubeconfig');
  writeFileSync(kubeconfig, cluster.cluster.kubeconfig('embedded'));
});
afterAll(async () => cluster.stop());

function hasKubectl(): boolean {
  try {
    execFileSync('kubectl', ['version', '--client'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

async function kubectl(...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('kubectl', ['--kubeconfig', kubeconfig, ...args]);
  return stdout;
}

describe.runIf(hasKubectl())('kubectl', () => {
  it('gets pods by name, and whole as YAML', async () => {
    await cluster.createPod('listed', sh('true'));
    await cluster.ended('listed');

    expect(await kubectl('get', 'pods')).toMatch(/^NAME +AGE\nlisted +\d+s\n$/);
    expect(await kubectl('get', 'pod', 'listed', '-o', 'yaml')).toContain('phase: Succeeded');
    expect(await kubectl('get', 'ns,nodes,pvc,leases', '-A', '-o', 'name')).toBe('namespace/default\nnamespace/kube-system\nnode/local\n');
  });

  it('follows a log to its end', async () => {
    await cluster.createPod('followed', sh('echo one; sleep 0.3; echo two'));
    await cluster.said('followed', 'one');

    expect(await kubectl('logs', '-f', 'followed')).toBe('one\ntwo\n');
  });

  it('writes to standard input', async () => {
    await cluster.createPod('asked', { ...sh('echo name?; read -r name; echo "hello $name"'), stdin: true });
    await cluster.said('asked', 'name?');

    const attached = spawn('kubectl', ['--kubeconfig', kubeconfig, 'attach', '-i', 'asked'], { stdio: ['pipe', 'ignore', 'ignore'] });
    attached.stdin.end('you\n');

    await cluster.said('asked', 'hello you');
    attached.kill();
  });

  it('deletes a pod and waits until it is gone', async () => {
    await cluster.createPod('doomed', sh('echo ready; sleep 100'));
    await cluster.said('doomed', 'ready');

    expect(await kubectl('delete', 'pod', 'doomed')).toBe('pod "doomed" deleted\n');
    await expect(kubectl('get', 'pod', 'doomed')).rejects.toThrow('pods "doomed" not found');
  });

  it('watches pods come and go', async () => {
    const watching = spawn('kubectl', ['--kubeconfig', kubeconfig, 'get', 'pods', '-w', '-o', 'name'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let seen = '';
    await cluster.createPod('passing', sh('true'));

    for await (const chunk of watching.stdout) {
      seen += String(chunk);
      if (seen.includes('pod/passing\n')) break;
    }
    watching.kill();

    expect(seen).toContain('pod/passing\n');
  });

  it('creates what a file describes', async () => {
    const file = join(cluster.stateRoot, 'pod.json');
    const spec = { restartPolicy: 'Never', containers: [{ name: 'step', image: 'alpine', command: ['echo', 'hi'] }] };
    writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'filed' }, spec }));

    expect(await kubectl('create', '--validate=false', '-f', file)).toBe('pod/filed created\n');
    expect((await cluster.ended('filed')).status.phase).toBe('Succeeded');
  });
});
