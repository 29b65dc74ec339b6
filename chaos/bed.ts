import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Bed as NamespaceBed, type TestCluster } from '../test/scenarios/bed.js';
import { kubectlOf } from '../test/scenarios/kubectl.js';

const execute = promisify(execFile);
const CLUSTER = fileURLToPath(new URL('../../shared/cluster/cluster', import.meta.url));

/** The cluster that the environment names; see chaos/main.ts. */
export function bedFrom(env: NodeJS.ProcessEnv): Bed | undefined {
  const kubeconfig = env.PODLINE_E2E_KUBECONFIG;
  return kubeconfig ? new Bed(kubeconfig, env.CHAOS_CLUSTER ?? CLUSTER) : undefined;
}

/** A real cluster whose API server may be killed, and namespaces of its own for each proof. */
export class Bed implements TestCluster {
  readonly kubectl: (...args: readonly string[]) => Promise<string>;

  /** @param command - the script that began the cluster */
  constructor(
    readonly kubeconfig: string,
    private readonly command: string,
  ) {
    this.kubectl = kubectlOf(kubeconfig);
  }

  /** Works in a new namespace, which is removed at the end. */
  async inNamespace<T>(work: (namespace: NamespaceBed) => Promise<T>): Promise<T> {
    const namespace = await NamespaceBed.make(this);
    try {
      return await work(namespace);
    } finally {
      await namespace.remove();
    }
  }

  /** Kills the API server, and starts it again after so long. */
  async killApi(downMs: number): Promise<void> {
    await execute(this.command, ['kill-api']);
    await sleep(downMs);
    await execute(this.command, ['start-api']);
  }

  /** Makes an image of the root file system in a folder. */
  async image(reference: string, folder: string): Promise<void> {
    await execute(this.command, ['image', reference, folder]);
  }

  /** Bytes of a container's log that the node keeps in one piece. */
  async logLimit(): Promise<number> {
    const node = await this.kubectl('get', 'nodes', '--output', 'jsonpath={.items[0].metadata.name}');
    const { kubeletconfig } = JSON.parse(await this.kubectl('get', '--raw', `/api/v1/nodes/${node}/proxy/configz`));
    const [, count = '', unit = ''] = /^(\d+)(Mi|Gi)$/.exec(kubeletconfig.containerLogMaxSize) ?? [];
    return Number(count) * 2 ** (unit === 'Gi' ? 30 : 20);
  }

  /** `kind/name` of everything in a namespace, of every kind that the cluster knows; events aside, which nobody owns. */
  async objectsIn(namespace: string): Promise<readonly string[]> {
    const kinds = (await this.kubectl('api-resources', '--namespaced', '--verbs=list', '--output', 'name')).split('\n');
    const wanted = kinds.filter((kind) => kind !== '' && !kind.startsWith('events')).join(',');
    return (await this.kubectl('get', wanted, '--namespace', namespace, '--output', 'name')).split('\n').filter((name) => name !== '');
  }

  async untilReady(namespace: string): Promise<void> {
    // a controller makes it, and pods are refused before
    await this.kubectl(
      'wait',
      '--for=create',
      'serviceaccount/default',
      'configmap/kube-root-ca.crt',
      '--namespace',
      namespace,
      '--timeout=20s',
    );
  }

  async outside(namespace: string): Promise<readonly string[]> {
    const path = 'jsonpath={range .items[*]}{.spec.claimRef.namespace} {.metadata.name}{"\\n"}{end}';
    const volumes = (await this.kubectl('get', 'persistentvolumes', '--output', path)).split('\n').map((line) => line.split(' '));
    return volumes.flatMap(([owner, name]) => (owner === namespace ? [`PersistentVolume/${name}`] : []));
  }

  async stop(): Promise<void> {}
}
