import type { Cluster } from '../cluster/cluster.js';
import { UsageError } from '../errors.js';
import type { SecretValues } from '../runner/secrets.js';
import type { Invocation } from './commands.js';
import { secretOfCommand } from './secret-command.js';
import { secretOfObject } from './secret-object.js';
import type { SecretSource, SecretSources } from './secret-sources.js';

export interface SecretValuesOptions extends Pick<Invocation, 'io' | 'flags'> {
  /** Lower-case names of the secrets that the run refers to: commands are run, and the cluster is asked, only for these. */
  readonly needed: ReadonlySet<string>;
  /** Where the run goes. */
  readonly cluster: Cluster;
  readonly signal: AbortSignal;
}

/** The values of all that have one already, to be masked, and of those that are needed. */
export async function secretValues(sources: SecretSources, options: SecretValuesOptions): Promise<SecretValues> {
  const values = [...sources]
    .filter(([name, { type }]) => type === 'value' || options.needed.has(name))
    .map(async ([name, source]) => [name, await fetchValue(name, source, options)] as const);
  await Promise.allSettled(values);
  return new Map(await Promise.all(values));
}

async function fetchValue(name: string, source: SecretSource, options: SecretValuesOptions): Promise<string> {
  if (source.type === 'value') return source.value;
  if (source.type === 'command') return secretOfCommand(name, source.command, options);
  if (options.flags.local === undefined) return secretOfObject(name, source.reference, options);
  throw new UsageError(`secret "${name}" comes from a cluster, and with --local there is none`, {
    code: 'wrong-secret-source',
    hint: `--secret ${name}, which takes the value of the variable ${name}`,
  });
}
