import type { Clock } from '../../clock.js';
import { withCondition } from '../api/pod-conditions.js';
import type { Change, Store } from '../api/store.js';
import type { LocalObject } from '../objects.js';
import { asPod, hasEnded, type LocalPod } from '../pod.js';
import { isBound } from './claims.js';
import type { EventRecorder } from './events.js';
import { misfits } from './fit.js';
import { offerOf } from './node-object.js';

/** Assigns pods to the one node, or tells why that is not possible; tries again whenever room may have come free. */
export class Scheduler {
  constructor(
    private readonly store: Store,
    private readonly events: EventRecorder,
    private readonly clock: Clock,
  ) {
    store.subscribe((change) => this.notice(change));
  }

  private notice({ type, plural, object }: Change): void {
    if (plural === 'pods' && type === 'ADDED') this.schedule(asPod(object));
    else if (plural === 'nodes' || plural === 'persistentvolumeclaims') this.retry();
    else if (plural === 'pods' && (type === 'DELETED' || hasEnded(asPod(object)))) this.retry();
  }

  private retry(): void {
    for (const object of this.store.list('pods')) this.schedule(asPod(object));
  }

  private schedule(known: LocalPod): void {
    const { namespace, name } = known.metadata;
    const object = this.store.get('pods', namespace, name);
    if (object === undefined) return;
    const pod = asPod(object);
    if (pod.spec.nodeName !== undefined || pod.metadata.deletionTimestamp !== undefined) return;
    const [node] = this.store.list('nodes');
    if (node === undefined) return;
    const obstacle = this.obstacle(pod, node);
    if (obstacle !== undefined) {
      this.refuse(pod, obstacle);
      return;
    }
    const nodeName = node.metadata.name;
    const status = withCondition(pod.status, { type: 'PodScheduled', status: 'True' }, this.clock.now());
    this.store.update('pods', { ...pod, spec: { ...pod.spec, nodeName }, status });
    const message = `Successfully assigned ${namespace}/${name} to ${nodeName}`;
    this.events.record(pod, { type: 'Normal', reason: 'Scheduled', message });
  }

  private obstacle(pod: LocalPod, node: LocalObject): string | undefined {
    const claims = (pod.spec.volumes ?? []).flatMap((volume) => volume.persistentVolumeClaim?.claimName ?? []);
    for (const name of claims) {
      const claim = this.store.get('persistentvolumeclaims', pod.metadata.namespace, name);
      if (claim === undefined) return `0/1 nodes are available: persistentvolumeclaim "${name}" not found. not found`;
      if (!isBound(claim)) return '0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found';
    }
    const others = this.store.list('pods').map(asPod);
    const reasons = misfits(
      pod,
      offerOf(node),
      others.filter((other) => other.spec.nodeName !== undefined && !hasEnded(other)),
    );
    if (reasons.length === 0) return undefined;
    const preemption = 'preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.';
    return `0/1 nodes are available: ${reasons.join(', ')}. no new claims to deallocate, ${preemption}`;
  }

  private refuse(pod: LocalPod, message: string): void {
    const before = pod.status.conditions?.find(({ type }) => type === 'PodScheduled');
    if (before?.message === message) return;
    const condition = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message };
    this.store.update('pods', { ...pod, status: withCondition(pod.status, condition, this.clock.now()) });
    this.events.record(pod, { type: 'Warning', reason: 'FailedScheduling', message });
  }
}
