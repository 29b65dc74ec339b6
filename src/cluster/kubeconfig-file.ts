import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Cluster, KubeConfig, loadYaml, type User } from '@kubernetes/client-node';
import { UsageError } from '../errors.js';
import { isRecord, type JsonRecord } from './json.js';

/** One kubeconfig file; paths in it are made absolute. */
export async function readKubeConfigFile(file: string): Promise<KubeConfig> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    const missing = isRecord(cause) && cause.code === 'ENOENT';
    throw new UsageError(`the kubeconfig ${file} ${missing ? 'does not exist' : 'can not be read'}`, {
      code: 'kubeconfig-not-found',
      hint: 'check --kubeconfig and the variable KUBECONFIG',
      cause,
    });
  });
  try {
    return parse(text, path.dirname(file));
  } catch (cause) {
    const [why = ''] = String(cause instanceof Error ? cause.message : cause).split('\n');
    throw new UsageError(`the kubeconfig ${file} is not valid: ${why}`, {
      code: 'bad-kubeconfig',
      hint: 'correct the file; it has to be YAML with clusters, users and contexts',
      cause,
    });
  }
}

function parse(text: string, folder: string): KubeConfig {
  const document = loadYaml<unknown>(text);
  if (!isRecord(document)) throw new Error('there is no map in it');
  const config = new KubeConfig();
  config.loadFromString(text);
  config.makePathsAbsolute(folder);
  const tokenFiles = readTokenFiles(document);
  config.loadFromOptions({
    clusters: config.getClusters().map(allowPlainHttp),
    users: config.getUsers().map((user) => withTokenFile(user, tokenFiles.get(user.name), folder)),
    contexts: config.getContexts(),
    currentContext: config.getCurrentContext(),
  });
  return config;
}

/** client-node refuses plain http unless TLS is not verified; there is none to verify. */
function allowPlainHttp(cluster: Cluster): Cluster {
  return cluster.server.startsWith('http:') ? { ...cluster, skipTLSVerify: true } : cluster;
}

/** client-node 1.4 does not know the key `tokenFile` of a user, but an authenticator that reads such files again. */
function withTokenFile(user: User, tokenFile: string | undefined, folder: string): User {
  if (tokenFile === undefined) return user;
  return { ...user, token: undefined, authProvider: { name: 'tokenFile', config: { tokenFile: path.resolve(folder, tokenFile) } } };
}

function readTokenFiles(document: JsonRecord): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const entry of Array.isArray(document.users) ? document.users : []) {
    if (!isRecord(entry) || !isRecord(entry.user)) continue;
    if (typeof entry.user.tokenFile === 'string') files.set(String(entry.name), entry.user.tokenFile);
  }
  return files;
}
