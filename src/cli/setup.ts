import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { App, Chart, Yaml } from 'cdk8s';
import type { Cluster } from '../cluster/cluster.js';
import { AgentConfig } from '../constructs/agent-config.js';
import type { KubeObject } from '../contract/objects.js';
import { UsageError } from '../errors.js';
import { pullSecret } from '../plan/pull-secret.js';
import type { Invocation } from './commands.js';
import { connect } from './connect.js';
import { settingsOf } from './settings.js';

/** Prints what an agent needs on a cluster, or applies it. */
export async function execute(invocation: Invocation): Promise<number> {
  const { io, flags } = invocation;
  const settings = settingsOf(io.env, flags);
  const chart = new Chart(new App(), 'setup');
  new AgentConfig(chart, 'agent', { ...settings, clusterRole: flags['cluster-role'] });
  const objects: readonly KubeObject[] = chart.toJson();
  const secret = flags['pull-secret-file'] === undefined ? undefined : await secretFrom(flags['pull-secret-file'], invocation);
  if (!flags.apply) {
    io.stdout.write(Yaml.stringify(...objects));
    // standard output may end in version control
    if (secret) io.stderr.write(`Secret/${secret.metadata.name} is not printed: podline setup --apply makes it\n`);
    return 0;
  }
  const cluster = await connect(settings.namespace, invocation);
  try {
    for (const object of [...objects, ...(secret ? [secret] : [])]) io.stdout.write(`${await applied(cluster, object)}\n`);
  } finally {
    cluster.close();
  }
  return 0;
}

async function applied(cluster: Cluster, object: KubeObject): Promise<string> {
  const { kind, metadata } = await cluster.apply(object);
  return `${kind}/${metadata.name} applied`;
}

/** The pull secret with the credentials of a Docker configuration, under the first of the agent's names. */
async function secretFrom(file: string, { io, flags }: Invocation): Promise<KubeObject> {
  const { namespace, pullSecretNames } = settingsOf(io.env, flags);
  const [name] = pullSecretNames;
  if (name === undefined)
    throw new UsageError('the pull secret has no name', { code: 'missing-option', hint: 'name it with --pull-secret-names' });
  const text = await readFile(path.resolve(io.cwd, file), 'utf8').catch((cause: unknown) => {
    throw new UsageError(`cannot read "${file}"`, { code: 'unreadable-file', hint: 'give the path of a Docker configuration', cause });
  });
  return pullSecret(text, { file, name, namespace });
}
