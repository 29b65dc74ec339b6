import { randomBytes } from 'node:crypto';
import type { Clock } from '../../clock.js';
import type { Store } from '../api/store.js';
import { jsonObject, type LocalObject, timestamp } from '../objects.js';

export interface EventText {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

/** Writes the events that a person reads to see why something waits; the same again is counted up. */
export class EventRecorder {
  constructor(
    private readonly component: string,
    private readonly store: Store,
    private readonly clock: Clock,
  ) {}

  record(about: LocalObject, { type, reason, message }: EventText): void {
    const { namespace = 'default', name, uid, resourceVersion } = about.metadata;
    const lastTimestamp = timestamp(this.clock.now());
    const same = this.store
      .list('events', namespace)
      .find((event) => event.reason === reason && event.message === message && jsonObject(event.involvedObject).uid === uid);
    if (same !== undefined) {
      this.store.update('events', { ...same, count: Number(same.count) + 1, lastTimestamp });
      return;
    }
    this.store.create('events', {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: `${name}.${randomBytes(8).toString('hex')}`, namespace },
      involvedObject: { apiVersion: about.apiVersion, kind: about.kind, namespace, name, uid, resourceVersion },
      type,
      reason,
      message,
      source: { component: this.component },
      firstTimestamp: lastTimestamp,
      lastTimestamp,
      count: 1,
    });
  }
}
