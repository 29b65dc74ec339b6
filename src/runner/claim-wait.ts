import type { KubeEvent, KubeObject } from '../contract/objects.js';
import type { Wait } from './wait.js';
import { oneLine } from './words.js';

export interface Claim extends KubeObject {
  readonly spec?: { readonly storageClassName?: string };
  readonly status?: { readonly phase?: string };
}

/** The provisioner's word that it is at it: then there is nothing to check. */
const AT_WORK = 'Provisioning';

/** What a claim waits for, in its provisioner's words; undefined for one that is bound. */
export function claimWait({ metadata, spec, status }: Claim, events: readonly KubeEvent[]): Wait | undefined {
  if (status?.phase === 'Bound') return undefined;
  const { message, reason } = events.findLast(({ type }) => type === 'Warning') ?? events.at(-1) ?? {};
  const storage = spec?.storageClassName ? `storage class "${spec.storageClassName}"` : 'no storage class';
  return {
    reason: 'VolumeUnbound',
    message: `claim "${metadata.name}" (${storage}) is not bound: ${message ? oneLine(message) : 'nothing is known of it yet'}`,
    hint: reason === AT_WORK ? undefined : `check the storage class and its provisioner: kubectl describe pvc ${metadata.name}`,
    patience: 'schedule',
  };
}
