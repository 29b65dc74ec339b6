import type { Clock } from '../clock.js';
import type { ApiServer } from './api/api-server.js';
import type { Deletion } from './api/deletion.js';
import { withCondition } from './api/pod-conditions.js';
import type { RequestFaults } from './api/request-faults.js';
import { notFound } from './api/status.js';
import type { Store } from './api/store.js';
import type { Kubelet } from './node/kubelet.js';
import { jsonObject } from './objects.js';
import { asPod, hasEnded, type LocalPod } from './pod.js';

export interface FaultTargets {
  readonly store: Store;
  readonly clock: Clock;
  readonly api: ApiServer;
  readonly kubelet: Kubelet;
  readonly deletion: Deletion;
  readonly requests: RequestFaults;
}

/** What can go wrong with a cluster, on demand. */
export class Faults {
  constructor(private readonly targets: FaultTargets) {}

  /** Faults of the next requests. */
  get requests(): RequestFaults {
    return this.targets.requests;
  }

  /** Cuts every open watch. */
  dropWatches(): void {
    this.targets.api.dropWatches();
  }

  /** Forgets the past: whoever resumes from an older version gets 410. */
  compact(): void {
    this.targets.store.compact();
  }

  /** Cuts every connection and refuses new ones. */
  async stopApi(): Promise<void> {
    await this.targets.api.stop();
  }

  async startApi(): Promise<void> {
    await this.targets.api.start();
  }

  /** Deletes a pod as somebody else would. @param graceSeconds - default: the pod's own */
  deletePod(namespace: string, name: string, graceSeconds?: number): void {
    this.targets.deletion.delete(this.pod(namespace, name), { gracePeriodSeconds: graceSeconds });
  }

  /** Ends a pod as a node does that is short of memory. */
  async evictPod(namespace: string, name: string): Promise<void> {
    const pod = this.pod(namespace, name);
    const message = 'The node was low on resource: memory. Threshold quantity: 100Mi, available: 80Mi. ';
    this.disrupt(pod, 'TerminationByKubelet', message);
    await this.targets.kubelet.end(pod, { reason: 'Evicted', message });
  }

  /** Ends a container as the kernel does when it uses more memory than its limit. */
  oomKill(namespace: string, name: string, container = 'step'): void {
    this.targets.kubelet.killForMemory(this.pod(namespace, name), container);
  }

  /**
   * Cuts the node off, for good: its containers die, nobody reports it, and its pods are marked for deletion as they
   * would be minutes later, but never go by themselves.
   */
  loseNode(): void {
    const { store, kubelet, deletion } = this.targets;
    kubelet.lose();
    for (const node of store.list('nodes')) {
      const taints = ['NoSchedule', 'NoExecute'].map((effect) => ({ key: 'node.kubernetes.io/unreachable', effect }));
      const message = 'Kubelet stopped posting node status.';
      const conditions = [{ type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown', message }];
      store.update('nodes', { ...node, spec: { ...jsonObject(node.spec), taints }, status: { ...jsonObject(node.status), conditions } });
    }
    const running = store
      .list('pods')
      .map(asPod)
      .filter((pod) => pod.spec.nodeName !== undefined && !hasEnded(pod));
    for (const pod of running) {
      const marked = this.disrupt(pod, 'DeletionByTaintManager', 'Taint manager: deleting due to NoExecute taint');
      const message = `Node ${pod.spec.nodeName} which was running pod ${pod.metadata.name} is unresponsive`;
      deletion.delete(store.update('pods', { ...marked, status: { ...marked.status, reason: 'NodeLost', message } }));
    }
  }

  private disrupt(pod: LocalPod, reason: string, message: string): LocalPod {
    const { store, clock } = this.targets;
    const condition = { type: 'DisruptionTarget', status: 'True', reason, message };
    return asPod(store.update('pods', { ...pod, status: withCondition(pod.status, condition, clock.now()) }));
  }

  private pod(namespace: string, name: string): LocalPod {
    const pod = this.targets.store.get('pods', namespace, name);
    if (pod === undefined) throw notFound('pods', name);
    return asPod(pod);
  }
}
