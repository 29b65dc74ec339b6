export interface KubeconfigOptions {
  readonly server: string;
  readonly token: string;
  /** What a person knows the cluster by. */
  readonly context: string;
}

/** What a cluster is known by that ends with the run which started it. */
export const EMBEDDED_CLUSTER = 'embedded cluster';

/**
 * Text of a kubeconfig with one context. Go clients (kubectl) send no token without TLS, so the
 * address holds it, too; JavaScript clients want to be told that there is no TLS.
 */
export function kubeconfig({ server, token, context }: KubeconfigOptions): string {
  return [
    'apiVersion: v1',
    'kind: Config',
    `current-context: ${context}`,
    'clusters:',
    `- {name: podline, cluster: {server: "${server}/${token}", insecure-skip-tls-verify: true}}`,
    'users:',
    `- {name: podline, user: {token: "${token}"}}`,
    'contexts:',
    `- {name: ${context}, context: {cluster: podline, user: podline, namespace: default}}`,
    '',
  ].join('\n');
}
