import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { load } from 'js-yaml';
import type { Bed } from '../test/scenarios/bed.js';
import { CountingProxy, type ProxyOptions } from '../test/scenarios/counting-proxy.js';

interface KubeconfigFile {
  readonly clusters: readonly { readonly cluster: { readonly server: string; readonly 'certificate-authority-data'?: string } }[];
  readonly users: readonly {
    readonly user: { readonly token?: string; readonly 'client-certificate-data'?: string; readonly 'client-key-data'?: string };
  }[];
}

/** Works with a proxy before the API server of a bed, and the path of a kubeconfig that leads there. */
export async function throughProxy<T>(
  bed: Bed,
  options: Pick<ProxyOptions, 'onPassing' | 'onAnswered' | 'refuse'>,
  work: (proxy: CountingProxy, kubeconfig: string) => Promise<T>,
): Promise<T> {
  const file = load(await readFile(bed.kubeconfig, 'utf8')) as KubeconfigFile;
  const { server = '', 'certificate-authority-data': ca } = file.clusters[0]?.cluster ?? {};
  const { token, 'client-certificate-data': cert, 'client-key-data': key } = file.users[0]?.user ?? {};
  const decoded = (data: string | undefined) => (data === undefined ? undefined : Buffer.from(data, 'base64'));
  const proxy = await CountingProxy.start({ server, ca: decoded(ca), cert: decoded(cert), key: decoded(key), ...options });
  try {
    const config = {
      'current-context': 'proxy',
      clusters: [{ name: 'proxy', cluster: { server: proxy.url } }],
      users: [{ name: 'proxy', user: { token } }],
      contexts: [{ name: 'proxy', context: { cluster: 'proxy', user: 'proxy' } }],
    };
    return await work(proxy, await bed.write(path.join(`proxy-${new URL(proxy.url).port}`, 'kubeconfig'), JSON.stringify(config)));
  } finally {
    proxy.stop();
  }
}
