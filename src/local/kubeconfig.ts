/**
 * Text of a kubeconfig with one context, `embedded cluster`. Go clients (kubectl) send no token without TLS, so the
 * address holds it, too; JavaScript clients want to be told that there is no TLS.
 */
export function kubeconfig(server: string, token: string): string {
  return [
    'apiVersion: v1',
    'kind: Config',
    'current-context: embedded cluster',
    'clusters:',
    `- {name: podline, cluster: {server: "${server}/${token}", insecure-skip-tls-verify: true}}`,
    'users:',
    `- {name: podline, user: {token: "${token}"}}`,
    'contexts:',
    '- {name: embedded cluster, context: {cluster: podline, user: podline, namespace: default}}',
    '',
  ].join('\n');
}
