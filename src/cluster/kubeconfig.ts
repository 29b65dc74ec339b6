import { access } from 'node:fs/promises';
import path from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { UsageError } from '../errors.js';
import { inCluster, SERVICE_ACCOUNT_FOLDER } from './in-cluster.js';
import { readKubeConfigFile } from './kubeconfig-file.js';

/** Where to look for a cluster. */
export interface KubeConfigOptions {
  /** Path of a file that goes before all others. */
  readonly kubeconfig?: string;
  /** Name of a context to use in place of the current one. */
  readonly context?: string;
  /** Environment variables: `KUBECONFIG`, and those that a pod has. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The person's home folder. */
  readonly home: string;
  /** Where a pod has its service account. @default '/var/run/secrets/kubernetes.io/serviceaccount' */
  readonly serviceAccount?: string;
  /** What else a person can do where there is none: the end of a sentence. */
  readonly orElse?: string;
}

/**
 * Finds the cluster and the credentials as kubectl does: the given file, the files of `KUBECONFIG` merged, `~/.kube/config`,
 * and last the service account of the pod that we run in. The result has a current context with an existing cluster.
 *
 * @throws {@link UsageError} where there is none or it can not be read.
 */
export async function loadKubeConfig(options: KubeConfigOptions): Promise<KubeConfig> {
  const files = await findFiles(options);
  if (files.length > 0) {
    const config = merge(await Promise.all(files.map(readKubeConfigFile)));
    selectContext(config, { context: options.context, place: files.join(path.delimiter) });
    return config;
  }
  const config = await inCluster(options.env, options.serviceAccount ?? SERVICE_ACCOUNT_FOLDER);
  if (config !== undefined) return config;
  throw new UsageError('there is no kubeconfig', {
    code: 'no-kubeconfig',
    hint: `name a file with --kubeconfig or in KUBECONFIG${options.orElse ? `, ${options.orElse}` : ''}`,
  });
}

async function findFiles({ kubeconfig, env, home }: KubeConfigOptions): Promise<readonly string[]> {
  if (kubeconfig !== undefined) return [kubeconfig];
  const named = (env.KUBECONFIG ?? '').split(path.delimiter).filter((file) => file !== '');
  if (named.length === 0) return existing([path.join(home, '.kube', 'config')]);
  // like kubectl, of several files take those that exist
  const found = await existing(named);
  return found.length > 0 ? found : named;
}

async function existing(files: readonly string[]): Promise<readonly string[]> {
  const checks = await Promise.allSettled(files.map((file) => access(file)));
  return files.filter((_, index) => checks[index]?.status === 'fulfilled');
}

/** Of two entries with the same name, and of two current contexts, the first file's counts. */
function merge(configs: readonly KubeConfig[]): KubeConfig {
  const merged = new KubeConfig();
  merged.loadFromOptions({
    clusters: firstOfEachName(configs.flatMap((config) => config.getClusters())),
    users: firstOfEachName(configs.flatMap((config) => config.getUsers())),
    contexts: firstOfEachName(configs.flatMap((config) => config.getContexts())),
    currentContext: configs.map((config) => config.getCurrentContext()).find(Boolean),
  });
  return merged;
}

function firstOfEachName<T extends { readonly name: string }>(entries: readonly T[]): readonly T[] {
  return [...new Map(entries.toReversed().map((entry) => [entry.name, entry])).values()].reverse();
}

function selectContext(config: KubeConfig, { context, place }: { readonly context?: string; readonly place: string }): void {
  const names = config.getContexts().map(({ name }) => name);
  const known = names.length === 0 ? 'the file has none' : `use one of ${names.map((name) => `"${name}"`).join(', ')}`;
  const wanted = context ?? config.getCurrentContext();
  if (!wanted) {
    throw new UsageError(`the kubeconfig ${place} has no current context`, {
      code: 'no-context',
      hint: `name one with --context: ${known}`,
    });
  }
  if (!names.includes(wanted)) {
    throw new UsageError(`the kubeconfig ${place} has no context "${wanted}"`, { code: 'unknown-context', hint: known });
  }
  config.setCurrentContext(wanted);
  if (!URL.canParse(config.getCurrentCluster()?.server ?? '')) {
    throw new UsageError(`the context "${wanted}" of the kubeconfig ${place} has no cluster with a valid server address`, {
      code: 'bad-kubeconfig',
      hint: 'correct the cluster of this context, or use another context with --context',
    });
  }
}
