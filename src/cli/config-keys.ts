import { METADATA_FIELDS, type MetadataFlag } from '../metadata/fields.js';
import { AGENT_SETTINGS } from '../model/agent-setting-table.js';
import { parseDuration } from '../model/duration.js';
import { jsonSchema } from '../model/json-schema.js';
import type { Setting } from '../model/setting.js';
import { choice, flag, listOf, type Shape, text, whole } from '../model/shape.js';
import type { Flag } from './flag.js';
import { CLUSTER, METADATA, RUN, SETTINGS } from './flag-groups.js';
import { FLAGS, type FlagName } from './flags.js';

/** What is of one run, and values of secrets: a file that is kept with the code is no place for them. */
const OF_ONE_RUN: readonly FlagName[] = [...metadataFlagNames(), 'metadata-file', 'secret', 'report', 'source'];

/** A key of podline.config.yaml: the flag that it stands for, and what it may be. */
export interface ConfigKey {
  readonly name: FlagName;
  readonly flag: Flag;
  /** Of a setting its own. */
  readonly shape: Shape;
}

/** Every key, by its name: that of the flag, without the dashes. */
export const CONFIG_KEYS: ReadonlyMap<string, ConfigKey> = new Map(
  [...new Set<FlagName>(['local', ...CLUSTER, ...RUN, ...METADATA, 'no-detect', 'no-skip', ...SETTINGS])]
    .filter((name) => !OF_ONE_RUN.includes(name))
    .map((name) => [name, { name, flag: FLAGS[name], shape: shapeOf(name, FLAGS[name]) }]),
);

/** The JSON Schema of podline.config.yaml and podline.config.json, for editors. */
export function configSchema(): object {
  const properties = [...CONFIG_KEYS.values()].map(({ name, flag: { text: description, bare }, shape }) => {
    const schema = jsonSchema(shape);
    return [name, { description, ...(bare === undefined ? schema : { anyOf: [{ const: true }, schema] }) }];
  });
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'podline.config',
    type: 'object',
    properties: { $schema: { type: 'string' }, ...Object.fromEntries(properties) },
    additionalProperties: false,
  };
}

function metadataFlagNames(): readonly FlagName[] {
  return Object.keys(METADATA_FIELDS) as MetadataFlag[];
}

function shapeOf(name: FlagName, { kind, choices = [] }: Flag): Shape {
  const setting = Object.values<Setting>(AGENT_SETTINGS).find((each) => each.flag === name);
  if (setting) return setting.shape;
  if (kind === 'switch') return flag;
  if (kind === 'count') return whole(0, 999_999_999);
  if (kind === 'list') return listOf(text());
  if (kind === 'choice') return choice(...choices);
  if (kind === 'text') return text();
  return text((given) => (parseDuration(given) === undefined ? 'must be a length of time such as 90s, 10m or 1h30m' : undefined));
}
