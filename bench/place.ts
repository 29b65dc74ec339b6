import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bedFrom } from '../chaos/bed.js';
import { canShutIn } from '../test/local/embedded-cluster.js';
import type { TestCluster } from '../test/scenarios/bed.js';
import { Podline } from '../test/scenarios/podline.js';

/** A cluster to measure on. */
export interface Place extends TestCluster {
  readonly name: 'embedded' | 'cluster';
}

/** An embedded cluster in a process of its own, as `podline local` starts it. */
export async function startEmbedded(local: string): Promise<Place> {
  const folder = await mkdtemp(path.join(tmpdir(), 'podline-bench-'));
  const kubeconfig = path.join(folder, 'kubeconfig');
  const podline = new Podline(['local', local, '--write-kubeconfig', kubeconfig], { cwd: folder });
  await podline.until('embedded cluster with');
  return {
    name: 'embedded',
    kubeconfig,
    enter: async () => readFile(kubeconfig, 'utf8'),
    untilReady: async () => {},
    outside: async () => [],
    stop: async () => {
      podline.signal('SIGTERM');
      await podline.end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The cluster that PODLINE_E2E_KUBECONFIG names. */
export async function connectReal(env: NodeJS.ProcessEnv): Promise<Place> {
  const bed = bedFrom(env);
  if (bed === undefined) throw new Error('PODLINE_E2E_KUBECONFIG names no cluster');
  return {
    name: 'cluster',
    kubeconfig: bed.kubeconfig,
    enter: async (namespace) => bed.enter(namespace),
    untilReady: async (namespace) => bed.untilReady(namespace),
    outside: async (namespace) => bed.outside(namespace),
    stop: async () => {},
  };
}

/** How `--local` works on this machine. */
export async function localFlag(): Promise<string> {
  return (await canShutIn()) ? '--local=process' : '--local=process-unsafe';
}
