import type { LocalObject } from '../objects.js';
import type { LocalPod } from '../pod.js';

/**
 * Text of a container's `/etc/hosts`: every Service and every pod with a host name is this machine, because containers
 * share its network.
 */
export function hostsFile(pod: LocalPod, services: readonly LocalObject[], pods: readonly LocalPod[]): string {
  const { namespace } = pod.metadata;
  const qualified = (name: string) => [name, `${name}.${namespace}`, `${name}.${namespace}.svc`, `${name}.${namespace}.svc.cluster.local`];
  const byService = services.flatMap(({ metadata }) => qualified(metadata.name));
  const byPod = pods.flatMap(({ spec: { hostname, subdomain } }) =>
    hostname === undefined || subdomain === undefined ? [] : [hostname, ...qualified(`${hostname}.${subdomain}`)],
  );
  const names = [...new Set([pod.spec.hostname ?? pod.metadata.name, ...byService, ...byPod])];
  const aliases = (pod.spec.hostAliases ?? []).map(({ ip, hostnames = [] }) => `${ip}\t${hostnames.join(' ')}`);
  return ['127.0.0.1\tlocalhost', '::1\tlocalhost', ...aliases, ...names.map((name) => `127.0.0.1\t${name}`), ''].join('\n');
}
