import { MANAGED_BY, MANAGED_BY_LABEL } from '../contract/annotations.js';
import type { KubeObject } from '../contract/objects.js';
import { DOCKER_CONFIG_KEY } from '../contract/secrets.js';
import { UsageError } from '../errors.js';
import { isMap } from './shapes.js';

/** Of a pull secret. */
export interface PullSecretOptions {
  /** Where the configuration comes from, for messages. */
  readonly file: string;
  readonly name: string;
  readonly namespace: string;
}

/**
 * The pull secret with the credentials of a Docker configuration, and with nothing else of it.
 *
 * @throws UsageError where it holds none; the message does not repeat what it holds
 */
export function pullSecret(text: string, { file, name, namespace }: PullSecretOptions): KubeObject {
  const auths = authsOf(text);
  if (auths === undefined || Object.keys(auths).length === 0)
    throw new UsageError(`"${file}" has no credentials under "auths"`, {
      code: 'no-credentials',
      hint: 'docker login without a credential helper writes them there',
    });
  const data = { [DOCKER_CONFIG_KEY]: Buffer.from(JSON.stringify({ auths })).toString('base64') };
  const secret = {
    metadata: { name, namespace, labels: { [MANAGED_BY_LABEL]: MANAGED_BY } },
    type: 'kubernetes.io/dockerconfigjson',
    data,
  };
  return { apiVersion: 'v1', kind: 'Secret', ...secret };
}

/** Entries that a credential helper keeps elsewhere are empty: they are left out. */
function authsOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const config: unknown = JSON.parse(text);
    if (!isMap(config) || !isMap(config.auths)) return undefined;
    return Object.fromEntries(Object.entries(config.auths).filter(([, entry]) => isMap(entry) && Object.keys(entry).length > 0));
  } catch {
    return undefined;
  }
}
