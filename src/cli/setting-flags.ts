import { AGENT_SETTINGS, type SettingName } from '../model/agent-setting-table.js';
import type { Setting } from '../model/setting.js';
import type { Flag } from './flag.js';

/** Flags by their names, of the kinds of the settings that they stand for. */
type SettingFlags = {
  readonly [P in SettingName as (typeof AGENT_SETTINGS)[P]['flag']]: Flag & { readonly kind: (typeof AGENT_SETTINGS)[P]['kind'] };
};

/** The flags that stand for settings of the agent. */
export function settingFlags(): SettingFlags {
  const flags = Object.values<Setting>(AGENT_SETTINGS).map((setting): [string, Flag] => [setting.flag, settingFlag(setting)]);
  return Object.fromEntries(flags) as SettingFlags;
}

function settingFlag(setting: Setting): Flag {
  const { flag, variable, kind, value, shape, text } = setting;
  const choices = shape.kind === 'flag' ? ['true', 'false'] : shape.kind === 'text' ? shape.choices : undefined;
  const fallback = defaultText(setting);
  return {
    kind,
    value,
    choices,
    short: flag === 'namespace' ? 'n' : undefined,
    env: variable,
    text: fallback === undefined ? text : `${text} (default: ${fallback})`,
  };
}

/** A setting's default as one reads it; undefined where there is none. */
function defaultText({ default: value, defaultText }: Setting): string | undefined {
  if (defaultText !== undefined || value === undefined) return defaultText;
  return typeof value === 'object' ? undefined : String(value);
}
