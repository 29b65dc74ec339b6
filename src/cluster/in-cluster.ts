import { access } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';

/** Where Kubernetes puts a pod's service account. */
export const SERVICE_ACCOUNT_FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The cluster that we run in as a pod, with the pod's service account; undefined outside. */
export async function inCluster(env: Readonly<Record<string, string | undefined>>, folder: string): Promise<KubeConfig | undefined> {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port = '443' } = env;
  const tokenFile = path.join(folder, 'token');
  if (!host || !(await isReadable(tokenFile))) return undefined;
  const server = `https://${net.isIPv6(host) ? `[${host}]` : host}:${port}`;
  const config = new KubeConfig();
  // client-node's own loadFromCluster reads the process's environment
  config.loadFromOptions({
    clusters: [{ name: server, server, caFile: path.join(folder, 'ca.crt'), skipTLSVerify: false }],
    // an authenticator that reads the file again: the kubelet renews the token
    users: [{ name: server, authProvider: { name: 'tokenFile', config: { tokenFile } } }],
    contexts: [{ name: server, cluster: server, user: server }],
    currentContext: server,
  });
  return config;
}

async function isReadable(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
