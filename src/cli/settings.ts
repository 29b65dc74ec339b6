import { UsageError } from '../errors.js';
import type { AgentSettings } from '../model/agent-settings.js';
import { readAgentSettings } from '../model/read-agent-settings.js';
import { type FlagValues, withFlags } from './flags.js';
import type { Environment } from './io.js';

/** The agent's settings: flags before variables before defaults. Throws `UsageError` for the first that is wrong. */
export function settingsOf(env: Environment, flags: FlagValues): AgentSettings {
  const { settings, problems } = readAgentSettings(withFlags(env, flags));
  const [first, ...others] = problems;
  if (first === undefined) return settings;
  throw new UsageError([first, ...others].join('; '), {
    code: 'wrong-setting',
    hint: 'correct the variable, or the flag that stands for it',
  });
}
