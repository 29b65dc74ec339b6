import type { Pod } from '../contract/objects.js';

/** The pods that a watch has told of. */
export class KnownPods {
  private pods = new Map<string, Pod>();

  /** True where a list shows nothing that the watch has not told. */
  matches(listed: readonly Pod[]): boolean {
    const same = (pod: Pod) => versionOf(this.pods.get(pod.metadata.name)) === versionOf(pod);
    return listed.length === this.pods.size && listed.every(same);
  }

  replace(listed: readonly Pod[]): void {
    this.pods = new Map(listed.map((pod) => [pod.metadata.name, pod]));
  }

  change(pod: Pod): void {
    this.pods.set(pod.metadata.name, pod);
  }

  delete(pod: Pod): void {
    this.pods.delete(pod.metadata.name);
  }
}

function versionOf(pod: Pod | undefined): string | undefined {
  return pod?.metadata.resourceVersion;
}
