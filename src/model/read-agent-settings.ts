import { load, YAMLException } from 'js-yaml';
import { AGENT_SETTINGS } from './agent-setting-table.js';
import type { AgentSettings } from './agent-settings.js';
import { withDefaults } from './default-settings.js';
import type { Setting } from './setting.js';
import type { Shape } from './shape.js';
import { pathText, shapeProblems } from './shape-problems.js';
import { yamlPosition } from './yaml-position.js';

/** Settings as read, and a sentence for each that is wrong (which then has its default). */
export interface AgentSettingsResult {
  readonly settings: AgentSettings;
  readonly problems: readonly string[];
}

/** What a variable holds, or what is wrong with it. */
type Reading = { readonly value: unknown } | { readonly problems: readonly string[] };

/** Reads the variables of an agent's settings; an empty one counts as not set. */
export function readAgentSettings(environment: Readonly<Record<string, string | undefined>>): AgentSettingsResult {
  const found = new Map<string, unknown>();
  const problems: string[] = [];
  for (const [name, { variable, shape }] of Object.entries<Setting>(AGENT_SETTINGS)) {
    const given = environment[variable];
    if (given === undefined || given === '') continue;
    const reading = readSetting(given, { variable, shape });
    if ('value' in reading) found.set(name, reading.value);
    else problems.push(...reading.problems);
  }
  return { settings: withDefaults(Object.fromEntries(found)), problems };
}

/** What is wrong with settings that were given as values, each as a sentence. */
export function settingProblems(settings: Partial<AgentSettings>): readonly string[] {
  return Object.entries<Setting>(AGENT_SETTINGS).flatMap(([name, { shape }]) => {
    const value = settings[name as keyof AgentSettings];
    if (value === undefined) return [];
    return shapeProblems(value, shape).map(({ path, message }) => `${pathText([name, ...path])} ${message}`);
  });
}

function readSetting(given: string, { variable, shape }: Pick<Setting, 'variable' | 'shape'>): Reading {
  if (isStructured(shape)) return readYaml(given, { variable, shape });
  const value = plainValue(given, shape);
  const problems = shapeProblems(value, shape);
  if (problems.length === 0) return { value };
  const [{ message } = { message: '' }] = problems;
  return { problems: [`${variable} ${message}${message.includes(', not "') ? '' : `, not "${given}"`}`] };
}

/** Lists of texts are separated by commas; only what is deeper needs YAML. */
function isStructured(shape: Shape): boolean {
  return shape.kind === 'list' ? shape.item.kind !== 'text' : !['text', 'flag', 'whole'].includes(shape.kind);
}

function plainValue(given: string, shape: Shape): unknown {
  if (shape.kind === 'list')
    return given
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
  if (shape.kind === 'whole') return /^\d+$/.test(given) ? Number(given) : given;
  if (shape.kind !== 'flag') return given;
  if (/^(1|t|true)$/i.test(given)) return true;
  return /^(0|f|false)$/i.test(given) ? false : given;
}

function readYaml(given: string, { variable, shape }: Pick<Setting, 'variable' | 'shape'>): Reading {
  try {
    const value = load(given);
    const problems = shapeProblems(value, shape);
    if (problems.length === 0) return { value };
    return {
      problems: problems.map(({ path, message }) => {
        const what = path.length === 0 ? '' : `${pathText(path)} `;
        return `${variable}:${yamlPosition(given, path)}: ${what}${message}`;
      }),
    };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { line, column } = error.mark ?? { line: 0, column: 0 };
    return { problems: [`${variable}:${line + 1}:${column + 1}: not YAML: ${error.reason}`] };
  }
}
