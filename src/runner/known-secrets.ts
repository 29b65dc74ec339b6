import type { Cluster } from '../cluster/cluster.js';
import type { KubeObject, Pod } from '../contract/objects.js';
import { ClusterError } from '../errors.js';
import { type Mask, maskOf } from './mask.js';
import { nativeSecrets, valuesSeen } from './native-secrets.js';

export interface KnownSecretsOptions {
  readonly cluster: Pick<Cluster, 'get' | 'namespace'>;
  readonly run: string;
  /** Values of the run's own secrets. */
  readonly values: Iterable<string>;
  readonly warn: (message: string, hint: string) => Promise<void>;
}

/** What is hidden in the logs of a run: the values of its own secrets, and of Secrets of the cluster once a step that takes them runs. */
export class KnownSecrets {
  private readonly values: Set<string>;
  private readonly unreadable = new Set<string>();
  private readonly learning = new Map<string, Promise<void>>();
  private current: Mask;

  constructor(private readonly options: KnownSecretsOptions) {
    this.values = new Set(options.values);
    this.current = maskOf(this.values);
  }

  readonly mask: Mask = (line) => this.current(line);

  /** Reads, once, the Secrets that a pod's step takes by reference; warns of each that may not be read. */
  async learn(pod: Pod, signal: AbortSignal): Promise<void> {
    const { name } = pod.metadata;
    const learning = this.learning.get(name) ?? this.read(pod, signal);
    this.learning.set(name, learning);
    try {
      await learning;
    } catch (error) {
      this.learning.delete(name);
      throw error;
    }
  }

  private async read(pod: Pod, signal: AbortSignal): Promise<void> {
    const { cluster, run } = this.options;
    const uses = nativeSecrets(run, pod);
    if (uses.length === 0) return;
    const found = await Promise.all(
      uses.map(async (use) => {
        const secret = await readable(cluster.get('Secret', use.name, { signal }));
        if (secret === undefined) await this.warnOf(use.name);
        return secret ? valuesSeen(secret, use) : [];
      }),
    );
    for (const value of found.flat()) this.values.add(value);
    this.current = maskOf(this.values);
  }

  private async warnOf(name: string): Promise<void> {
    if (this.unreadable.has(name)) return;
    this.unreadable.add(name);
    const hint = `allow the verb "get" on "secrets" in the namespace ${this.options.cluster.namespace}`;
    await this.options.warn(`Secret "${name}" cannot be read, so what it holds is not hidden in the logs`, hint);
  }
}

/** Undefined where the cluster has it no more or refuses it; a cluster that is away is another matter. */
async function readable(secret: Promise<KubeObject | undefined>): Promise<KubeObject | undefined> {
  return secret.catch((error: unknown) => {
    if (error instanceof ClusterError && error.status === 403) return undefined;
    throw error;
  });
}
