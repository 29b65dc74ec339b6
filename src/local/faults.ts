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

/** Something that goes wrong with the cluster at once; what goes wrong with requests to come is a `RequestFault`. */
export type Fault =
  /** Every open watch is cut. */
  | { readonly kind: 'watches-dropped' }
  /** The past is forgotten: whoever resumes from an older version gets 410. */
  | { readonly kind: 'history-compacted' }
  /** Every connection is cut, new ones are refused. */
  | { readonly kind: 'api-stopped' }
  | { readonly kind: 'api-started' }
  /** Somebody else deletes a pod; `graceSeconds` is the pod's own unless given. */
  | (PodName & { readonly kind: 'pod-deleted'; readonly graceSeconds?: number })
  /** A node short of memory ends a pod. */
  | (PodName & { readonly kind: 'pod-evicted' })
  /** The kernel ends a container that used more memory than its limit. */
  | (PodName & { readonly kind: 'out-of-memory'; readonly container: string })
  /** The node is cut off, for good. */
  | { readonly kind: 'node-lost' };

interface PodName {
  readonly namespace: string;
  readonly pod: string;
}

/** What can go wrong with a cluster, on demand. */
export class Faults {
  constructor(private readonly targets: FaultTargets) {}

  /** Faults of the next requests. */
  get requests(): RequestFaults {
    return this.targets.requests;
  }

  /** Resolves when the fault has happened. @throws ApiStatus where there is no such pod */
  async inject(fault: Fault): Promise<void> {
    const { store, api, kubelet, deletion } = this.targets;
    switch (fault.kind) {
      case 'watches-dropped':
        return api.dropWatches();
      case 'history-compacted':
        return store.compact();
      case 'api-stopped':
        return api.stop();
      case 'api-started':
        return api.start();
      case 'pod-deleted':
        deletion.delete(this.pod(fault), { gracePeriodSeconds: fault.graceSeconds });
        return;
      case 'pod-evicted':
        return this.evict(this.pod(fault));
      case 'out-of-memory':
        return kubelet.killForMemory(this.pod(fault), fault.container);
      case 'node-lost':
        return this.loseNode();
    }
  }

  private async evict(pod: LocalPod): Promise<void> {
    const message = 'The node was low on resource: memory. Threshold quantity: 100Mi, available: 80Mi. ';
    this.disrupt(pod, 'TerminationByKubelet', message);
    await this.targets.kubelet.end(pod, { reason: 'Evicted', message });
  }

  /**
   * The node's containers die, nobody reports it, and its pods are marked for deletion as they would be minutes later,
   * but never go by themselves.
   */
  private loseNode(): void {
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

  private pod({ namespace, pod: name }: PodName): LocalPod {
    const pod = this.targets.store.get('pods', namespace, name);
    if (pod === undefined) throw notFound('pods', name);
    return asPod(pod);
  }
}
