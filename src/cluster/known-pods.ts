import type { Pod } from '../contract/objects.js';
import type { PodChange } from './cluster.js';

/** The pods that a watch has told of. */
export class KnownPods {
  private pods = new Map<string, Pod>();

  /** True where a list shows nothing that the watch has not told. */
  matches(listed: readonly Pod[]): boolean {
    const same = (pod: Pod) => versionOf(this.pods.get(pod.metadata.name)) === versionOf(pod);
    return listed.length === this.pods.size && listed.every(same);
  }

  /** Takes a list as the truth; tells which pods have gone without a word, then all that exist. */
  replace(listed: readonly Pod[], resourceVersion: string): PodChange[] {
    const uids = new Set(listed.map((pod) => pod.metadata.uid));
    const gone = [...this.pods.values()].filter((pod) => !uids.has(pod.metadata.uid));
    this.pods = new Map(listed.map((pod) => [pod.metadata.name, pod]));
    return [...gone.map((pod): PodChange => ({ type: 'deleted', pod, unseen: true })), { type: 'listed', pods: listed, resourceVersion }];
  }

  change(pod: Pod): PodChange {
    this.pods.set(pod.metadata.name, pod);
    return { type: 'changed', pod };
  }

  delete(pod: Pod): PodChange {
    this.pods.delete(pod.metadata.name);
    return { type: 'deleted', pod };
  }
}

function versionOf(pod: Pod | undefined): string | undefined {
  return pod?.metadata.resourceVersion;
}
