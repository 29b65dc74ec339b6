import { vi } from 'vitest';
import { SLOW_PATIENCE } from '../patience.js';
import { runnerOf } from './account.js';
import type { TestCluster } from './bed.js';
import { kubectlOf } from './kubectl.js';

/** The cluster that PODLINE_E2E_KUBECONFIG names. */
export async function connectReal(kubeconfig: string): Promise<TestCluster> {
  const kubectl = kubectlOf(kubeconfig);
  const runner = await runnerOf(kubeconfig);
  return {
    kubeconfig,
    enter: async (namespace) => {
      await runner.letInto(namespace);
      return runner.kubeconfig;
    },
    // a controller makes it, and pods are refused before
    untilReady: async (namespace) => {
      await vi.waitFor(() => kubectl('get', 'serviceaccount', 'default', '--namespace', namespace), SLOW_PATIENCE);
    },
    outside: async (namespace) => {
      const volumes: Volumes = JSON.parse(await kubectl('get', 'persistentvolume', '--output', 'json'));
      return volumes.items
        .filter(({ spec }) => spec.claimRef?.namespace === namespace)
        .map(({ metadata }) => `PersistentVolume/${metadata.name}`);
    },
    stop: async () => {},
  };
}

interface Volumes {
  readonly items: readonly {
    readonly metadata: { readonly name: string };
    readonly spec: { readonly claimRef?: { readonly namespace: string } };
  }[];
}
