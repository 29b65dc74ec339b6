import type { Command, Invocation } from './commands.js';
import { type ConfigFile, readConfig } from './config-file.js';
import { CONFIG_KEYS } from './config-keys.js';
import type { FlagName, FlagValues } from './flags.js';

/** The invocation with what a configuration says, where neither a flag nor its variable says otherwise. */
export function withConfig(invocation: Invocation, { flags: known }: Pick<Command, 'flags'>, config: ConfigFile): Invocation {
  const { io, flags } = invocation;
  // who names a cluster means that one
  const isElsewhere = flags.kubeconfig !== undefined || flags.context !== undefined;
  const configured = Object.entries(readConfig(config)).filter(([name]) => {
    const variable = CONFIG_KEYS.get(name)?.flag.env;
    const isSet = variable !== undefined && Boolean(io.env[variable]);
    return known.includes(name as FlagName) && !isSet && !(name === 'local' && isElsewhere);
  });
  const { keep, ...values }: FlagValues = Object.fromEntries(configured);
  const together = { ...values, ...flags };
  // what is meant for runs on a cluster is no reason to refuse others
  return { ...invocation, flags: keep === undefined || together.local !== undefined ? together : { keep, ...together } };
}
