import { UsageError } from '../errors.js';
import { AGENT_SETTINGS } from '../model/agent-setting-table.js';
import type { AgentSettings } from '../model/agent-settings.js';
import { readAgentSettings } from '../model/read-agent-settings.js';
import type { Setting } from '../model/setting.js';
import { type FlagName, type FlagValues, withFlags } from './flags.js';
import type { Environment } from './io.js';

/** The agent's settings: flags before variables before defaults. Throws `UsageError` for the first that is wrong. */
export function settingsOf(env: Environment, flags: FlagValues): AgentSettings {
  const { settings, problems } = readAgentSettings(withFlags(env, flags));
  const [first, ...others] = problems;
  if (first === undefined) return settings;
  throw new UsageError([first, ...others].map((problem) => byFlag(problem, flags)).join('; '), {
    code: 'wrong-setting',
    hint: 'correct the variable, or the flag that stands for it',
  });
}

/** What is wrong with a variable's value, said of the flag that gave it. */
function byFlag(problem: string, flags: FlagValues): string {
  const given = Object.values<Setting>(AGENT_SETTINGS).find(({ flag, variable }) => {
    return flags[flag as FlagName] !== undefined && new RegExp(`^${variable}\\b`).test(problem);
  });
  return given === undefined ? problem : `--${given.flag}${problem.slice(given.variable.length)}`;
}
