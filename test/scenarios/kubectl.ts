import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** kubectl on a cluster: resolves to its standard output, rejects with its standard error. */
export function kubectlOf(kubeconfig: string): (...args: readonly string[]) => Promise<string> {
  return async (...args) => (await promisify(execFile)('kubectl', ['--kubeconfig', kubeconfig, ...args])).stdout;
}
