import type { Cluster } from '../cluster/cluster.js';
import { UsageError } from '../errors.js';
import { secretText } from './secret-text.js';

/** The value that stands in a Secret of the cluster, in the run's namespace, under `SECRET/KEY`. */
export async function secretOfObject(
  secret: string,
  reference: string,
  { cluster, signal }: { readonly cluster: Cluster; readonly signal: AbortSignal },
): Promise<string> {
  const [name = '', key = ''] = reference.split('/');
  const found = await cluster.get('Secret', name, { signal });
  if (!found)
    throw new UsageError(`there is no Secret "${name}" in namespace "${cluster.namespace}" to take secret "${secret}" from`, {
      code: 'missing-secret',
      hint: `kubectl get secrets -n ${cluster.namespace}`,
    });
  const { data = {} } = found as { readonly data?: Readonly<Record<string, string>> };
  const value = data[key];
  if (value === undefined)
    throw new UsageError(`Secret "${name}" has no key "${key}" to take secret "${secret}" from`, {
      code: 'missing-secret',
      hint: `its keys: ${Object.keys(data).join(', ') || 'none'}`,
    });
  return secretText(secret, Buffer.from(value, 'base64'), `the value in Secret "${name}"`);
}
