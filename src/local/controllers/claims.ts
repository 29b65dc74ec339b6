import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_STORAGE_CLASS } from '../api/defaults.js';
import type { Change, Store } from '../api/store.js';
import { jsonObject, type LocalObject } from '../objects.js';
import { asPod, hasEnded } from '../pod.js';
import type { EventRecorder } from './events.js';

interface ClaimsOptions {
  readonly events: EventRecorder;
  /** Parent of the folders. */
  readonly root: string;
  /** Fills the folder of the claim of that name before it is bound. */
  readonly fill?: (claim: string, folder: string) => Promise<void>;
}

/** Binds claims to folders, and lets a deleted claim go once no pod uses it. */
export class Claims {
  constructor(
    private readonly store: Store,
    private readonly options: ClaimsOptions,
  ) {
    store.subscribe((change) => this.notice(change));
  }

  /** Folder of a bound claim; `undefined` where there is none. */
  folder(namespace: string, name: string): string | undefined {
    const claim = this.store.get('persistentvolumeclaims', namespace, name);
    return claim !== undefined && isBound(claim) ? this.folderOf(claim) : undefined;
  }

  private folderOf({ metadata }: LocalObject): string {
    return join(this.options.root, `pvc-${metadata.uid}`);
  }

  private notice({ type, plural, object }: Change): void {
    if (plural === 'persistentvolumeclaims') {
      if (type === 'ADDED') this.provision(object);
      else if (type === 'MODIFIED') this.release(object);
      else rmSync(this.folderOf(object), { recursive: true, force: true });
    } else if (plural === 'pods' && (type === 'DELETED' || hasEnded(asPod(object)))) {
      for (const claim of this.store.list('persistentvolumeclaims', object.metadata.namespace)) this.release(claim);
    }
  }

  private provision(claim: LocalObject): void {
    const { storageClassName } = jsonObject(claim.spec);
    if (storageClassName !== DEFAULT_STORAGE_CLASS) {
      this.options.events.record(claim, unprovisionable(String(storageClassName)));
      return;
    }
    const folder = this.folderOf(claim);
    mkdirSync(folder, { recursive: true, mode: 0o777 });
    const { fill, events } = this.options;
    if (fill === undefined) {
      this.bind(claim);
      return;
    }
    events.record(claim, { type: 'Normal', reason: 'Provisioning', message: 'the source is being copied to it' });
    fill(claim.metadata.name, folder).then(
      () => this.bind(claim),
      (error) => events.record(claim, { type: 'Warning', reason: 'ProvisioningFailed', message: String(error) }),
    );
  }

  private bind({ metadata }: LocalObject): void {
    const claim = this.store.get('persistentvolumeclaims', metadata.namespace, metadata.name);
    if (claim === undefined || claim.metadata.uid !== metadata.uid) return;
    const { accessModes, resources } = jsonObject(claim.spec);
    const volumeName = `pvc-${claim.metadata.uid}`;
    const status = { phase: 'Bound', accessModes, capacity: jsonObject(resources).requests };
    this.store.update('persistentvolumeclaims', { ...claim, spec: { ...jsonObject(claim.spec), volumeName }, status });
    const message = `Successfully provisioned volume ${volumeName} using a folder of this machine`;
    this.options.events.record(claim, { type: 'Normal', reason: 'ProvisioningSucceeded', message });
  }

  /** A claim that waits for its deletion goes when the last pod that mounts it has ended. */
  private release(claim: LocalObject): void {
    const { deletionTimestamp, namespace, name } = claim.metadata;
    if (deletionTimestamp === undefined) return;
    const users = this.store.list('pods', namespace).map(asPod);
    const mounts = (pod: (typeof users)[number]) => pod.spec.volumes?.some((v) => v.persistentVolumeClaim?.claimName === name);
    if (!users.some((pod) => !hasEnded(pod) && mounts(pod))) this.store.remove('persistentvolumeclaims', claim);
  }
}

export function isBound(claim: LocalObject): boolean {
  return jsonObject(claim.status).phase === 'Bound';
}

function unprovisionable(storageClass: string): Parameters<EventRecorder['record']>[1] {
  if (storageClass === '') {
    const message = 'no persistent volumes available for this claim and no storage class is set';
    return { type: 'Normal', reason: 'FailedBinding', message };
  }
  return { type: 'Warning', reason: 'ProvisioningFailed', message: `storageclass.storage.k8s.io "${storageClass}" not found` };
}
