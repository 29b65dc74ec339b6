import type { PodSpec } from '../../imports/k8s.js';
import type { Compat } from '../model/agent-settings.js';
import { isObjectName } from '../model/kubernetes-names.js';
import type { NativeSecret } from '../model/kubernetes-options.js';

type Volume = NonNullable<PodSpec['volumes']>[number];
type VolumeMount = NonNullable<PodSpec['containers'][number]['volumeMounts']>[number];

/** Volumes of a pod and where its container has them. */
export interface Mounts {
  readonly volumes: readonly Volume[];
  readonly mounts: readonly VolumeMount[];
}

/** One entry of the `volumes` option: `claim:/path`, `claim:/path:ro`. */
export interface ClaimMount {
  readonly claim: string;
  readonly path: string;
  readonly readOnly: boolean;
}

/** Reads an entry of the `volumes` option; a lone path is claim and path at once, as in Woodpecker. */
export function parseClaimMount(entry: string): ClaimMount {
  const [claim = '', path = claim, mode] = entry.split(':', 3);
  return { claim, path, readOnly: mode === 'ro' };
}

/** What is wrong with an entry of the `volumes` option; undefined where nothing is. */
export function claimMountProblem(entry: string, compat?: Compat): string | undefined {
  const { claim, path } = parseClaimMount(entry);
  const modes = entry.split(':').slice(2);
  if (!isObjectName(claimName(claim, compat))) return `volume "${entry}": "${claim}" is not the name of a PersistentVolumeClaim`;
  if (compat !== undefined) return undefined;
  if (!path.startsWith('/')) return `volume "${entry}": the mount path "${path}" is not absolute`;
  if (modes.some((mode) => mode !== 'ro' && mode !== 'rw')) return `volume "${entry}": the mode is neither "ro" nor "rw"`;
  return undefined;
}

/** Mounts of existing claims: one volume a claim, however often it is mounted. */
export function claimMounts(entries: readonly string[], compat?: Compat): Mounts {
  const parsed = entries.map(parseClaimMount).map((mount) => ({ ...mount, claim: claimName(mount.claim, compat) }));
  const claims = [...new Set(parsed.map(({ claim }) => claim))];
  const volumeName = (claim: string) => `claim-${claims.indexOf(claim)}`;
  return {
    volumes: claims.map((claim) => ({ name: volumeName(claim), persistentVolumeClaim: { claimName: claim } })),
    mounts: parsed.map(({ claim, path, readOnly }) => ({ name: volumeName(claim), mountPath: path, readOnly: readOnly || undefined })),
  };
}

/** Woodpecker makes the name of a claim of what stands for one; a path of the host stays what it is. */
function claimName(claim: string, compat: Compat | undefined): string {
  if (compat === undefined || /^[./~]/.test(claim)) return claim;
  const name = claim.toLowerCase().replace(/[^a-z0-9.-]+/g, '-');
  return name.replace(/[.-]{2,}/g, (run) => (run.includes('.') ? '.' : '-')).replace(/^[.-]+|[.-]+$/g, '');
}

/** Mounts of existing Secrets as files or folders. */
export function secretMounts(secrets: readonly NativeSecret[]): Mounts {
  const files = secrets.flatMap(({ name, key, target }) => (target?.file ? [{ name, key, file: target.file }] : []));
  const names = [...new Set(files.map(({ name }) => name))];
  const volumeName = (secret: string) => `secret-${names.indexOf(secret)}`;
  return {
    volumes: names.map((secretName) => ({ name: volumeName(secretName), secret: { secretName } })),
    mounts: files.map(({ name, key, file }) => ({ name: volumeName(name), mountPath: file, subPath: key || undefined, readOnly: true })),
  };
}
