import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import type { Store } from '../api/store.js';
import { jsonObject } from '../objects.js';
import type { LocalContainer, LocalPod, LocalVolume } from '../pod.js';
import type { Mount } from '../runtimes/runtime.js';

/** A volume of a pod cannot be mounted as long as something that it names is missing. */
export class MountError extends Error {
  override readonly name = 'MountError';
}

export interface VolumeSources {
  readonly store: Store;
  /** Folder of a bound claim. */
  readonly claimFolder: (namespace: string, name: string) => string | undefined;
  /** Where ConfigMaps, Secrets and empty folders of this pod are put. */
  readonly folder: string;
}

/**
 * Folders of a pod's volumes by name.
 *
 * @throws MountError
 */
export function prepareVolumes(pod: LocalPod, sources: VolumeSources): ReadonlyMap<string, string> {
  return new Map((pod.spec.volumes ?? []).map((volume) => [volume.name, prepare(volume, pod.metadata.namespace, sources)]));
}

function prepare(volume: LocalVolume, namespace: string, { store, claimFolder, folder }: VolumeSources): string {
  const { persistentVolumeClaim, configMap, secret, hostPath, name } = volume;
  const own = join(folder, name);
  const fail = (message: string) => new MountError(`MountVolume.SetUp failed for volume "${name}" : ${message}`);
  if (hostPath !== undefined) return hostPath.path;
  if (persistentVolumeClaim !== undefined) {
    const claimed = claimFolder(namespace, persistentVolumeClaim.claimName);
    if (claimed === undefined) throw fail(`persistentvolumeclaim "${persistentVolumeClaim.claimName}" not found`);
    return claimed;
  }
  mkdirSync(own, { recursive: true });
  if (configMap !== undefined) {
    const object = store.get('configmaps', namespace, configMap.name);
    if (object === undefined) throw fail(`configmap "${configMap.name}" not found`);
    writeFiles(own, object.data, 'utf8');
  } else if (secret !== undefined) {
    const object = store.get('secrets', namespace, secret.secretName);
    if (object === undefined) throw fail(`secret "${secret.secretName}" not found`);
    writeFiles(own, object.data, 'base64');
  }
  return own;
}

function writeFiles(folder: string, data: unknown, encoding: 'utf8' | 'base64'): void {
  for (const [key, text] of Object.entries(jsonObject(data))) writeFileSync(join(folder, key), String(text), encoding);
}

/** Where the volumes appear in a container; a `subPath` that is not there yet becomes a folder. */
export function mountsOf(container: LocalContainer, pod: LocalPod, volumes: ReadonlyMap<string, string>): readonly Mount[] {
  return (container.volumeMounts ?? []).map(({ name, mountPath, subPath, readOnly }) => {
    const volume = pod.spec.volumes?.find((candidate) => candidate.name === name);
    const source = join(volumes.get(name) ?? '', normalize(`/${subPath ?? ''}`));
    if (!existsSync(source)) mkdirSync(source, { recursive: true });
    const fixed = volume?.configMap !== undefined || volume?.secret !== undefined;
    return {
      source: source.replace(/\/$/, ''),
      target: normalize(`/${mountPath}`).replace(/\/$/, ''),
      readOnly: readOnly === true || fixed,
    };
  });
}
