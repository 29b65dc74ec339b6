import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedCluster } from '../local/embedded-cluster.js';
import type { TestCluster } from './bed.js';

/** An embedded cluster in the process of the test. */
export async function startEmbedded(): Promise<TestCluster> {
  const embedded = await EmbeddedCluster.start();
  const kubeconfig = join(embedded.stateRoot, 'kubeconfig');
  const text = embedded.cluster.kubeconfig('embedded');
  await writeFile(kubeconfig, text);
  return {
    kubeconfig,
    // it knows no rights
    enter: async () => text,
    untilReady: async () => {},
    outside: async () => [],
    stop: async () => embedded.stop(),
  };
}
