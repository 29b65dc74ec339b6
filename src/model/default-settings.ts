import { AGENT_SETTINGS } from './agent-setting-table.js';
import type { AgentSettings } from './agent-settings.js';
import type { Setting } from './setting.js';

/** The defaults, of podline or of what it is compatible with. */
export function defaultSettings(compat?: AgentSettings['compat']): AgentSettings {
  const values = Object.entries<Setting>(AGENT_SETTINGS).map(([name, setting]) => {
    const inCompat = compat === undefined ? undefined : setting.compatDefault;
    return [name, inCompat ?? setting.default] as const;
  });
  // the table has a default for each property that is not optional
  return Object.fromEntries(values.filter(([, value]) => value !== undefined)) as unknown as AgentSettings;
}

export const DEFAULT_AGENT_SETTINGS: AgentSettings = defaultSettings();

/** The settings, with defaults for those that are absent. */
export function withDefaults(settings: Partial<AgentSettings>): AgentSettings {
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  return { ...defaultSettings(settings.compat), ...Object.fromEntries(given) };
}
