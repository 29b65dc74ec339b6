import { existsSync } from 'node:fs';
import { AGENT_SETTINGS } from '../src/model/agent-setting-table.js';
import { jsonSchema } from '../src/model/json-schema.js';
import { KUBERNETES_OPTIONS } from '../src/model/kubernetes-option-shapes.js';
import { OPTION_GATES } from '../src/model/option-gates.js';
import type { Setting } from '../src/model/setting.js';
import type { Shape } from '../src/model/shape.js';
import { workflowSchema } from '../src/model/workflow-schema.js';
import { row } from './markdown.js';

const SETTINGS_HEAD = `# Settings of the agent

<!-- Written by \`npm run docs\` from src/model/agent-setting-table.ts: change that. -->

What holds for every pipeline. Each setting is a variable, a flag that goes before it, and a property of \`AgentConfig\`. Names, values and defaults of \`WOODPECKER_BACKEND_K8S_*\` are those of the Woodpecker agent; its own flags (\`--backend-k8s-…\`) are understood too. An empty variable counts as not set. Maps and lists are YAML or JSON; what is wrong in them is named with variable, line and column.

The settings that end in \`AllowFromStep\`, and \`allowNativeSecrets\`, are gates: with \`false\` a step that has the option is an error with file, line and column. \`--compat woodpecker-3\` closes them, as later versions of Woodpecker do, and drops the options without a word.
`;

const OPTIONS_HEAD = `# Options of a step

<!-- Written by \`npm run docs\` from src/model/kubernetes-option-shapes.ts: change that. -->

\`backend_options.kubernetes\` of a workflow file, \`kubernetes\` of a step in TypeScript. Both give the same pod, and the same is wrong in both: in a file it is named with line and column, in TypeScript with the path of the step. In a file keys may have any letter case, and numbers, booleans and texts stand for one another where nothing is lost. For editors there is a [JSON Schema](../../schema/kubernetes-options.json).
`;

/** The page docs/reference/agent-settings.md. */
export function agentSettingsReference(): string {
  const rows = Object.entries<Setting>(AGENT_SETTINGS).map(([name, setting]) =>
    row(
      `\`${name}\``,
      `\`${setting.variable}\``,
      `\`--${setting.flag}\``,
      defaultCell(setting),
      compatCell(setting),
      setting.text,
      goldenCell(name),
    ),
  );
  const head = [
    '| property | variable | flag | default | with `--compat woodpecker-3` | what it is | what comes out |',
    '|---|---|---|---|---|---|---|',
  ];
  return [SETTINGS_HEAD, ...head, ...rows, ''].join('\n');
}

/** The page docs/reference/step-options.md. */
export function stepOptionsReference(): string {
  const head = ['| option | value | what it is | gate | what comes out |', '|---|---|---|---|---|'];
  return [OPTIONS_HEAD, ...head, ...optionRows(KUBERNETES_OPTIONS, []), ''].join('\n');
}

/** The file schema/kubernetes-options.json. */
export function kubernetesOptionsSchema(): string {
  const $schema = 'https://json-schema.org/draft/2020-12/schema';
  return `${JSON.stringify({ $schema, title: 'backend_options.kubernetes', ...jsonSchema(KUBERNETES_OPTIONS) }, null, 2)}\n`;
}

/** The file schema/workflow.json. */
export function workflowFileSchema(): string {
  return `${JSON.stringify(workflowSchema(), null, 2)}\n`;
}

function optionRows(shape: Shape, path: readonly string[]): readonly string[] {
  if (shape.kind === 'list') return optionRows(shape.item, [...path.slice(0, -1), `${path.at(-1)}[]`]);
  if (shape.kind !== 'object') return [];
  return Object.entries(shape.fields).flatMap(([key, field]) => {
    const gate = path.length === 0 ? Object.entries(OPTION_GATES).find(([option]) => option === key)?.[1] : undefined;
    // what Kubernetes describes itself is not repeated
    if (field.text === undefined) return [];
    const name = [...path, key].join('.');
    const own = row(`\`${name}\``, valueText(field.shape), field.text, gate ? `\`${gate}\`` : '', goldenCell(name));
    return [own, ...optionRows(field.shape, [...path, key])];
  });
}

/** The manifest that a test holds the program to. */
function goldenCell(name: string): string {
  const file = `test/golden/options/${name}.k8s.yaml`;
  return existsSync(new URL(`../${file}`, import.meta.url)) ? `[manifest](../../${file})` : '';
}

function valueText(shape: Shape): string {
  switch (shape.kind) {
    case 'text':
      return shape.choices?.map((choice) => `\`${choice}\``).join(', ') ?? 'text';
    case 'flag':
      return '`true`, `false`';
    case 'whole':
      return 'whole number';
    case 'list':
      return `list of ${plural(shape.item)}`;
    case 'map':
      return `map of ${plural(shape.value)}`;
    case 'object':
      return 'map';
    case 'json':
      return 'list or map';
  }
}

function plural(shape: Shape): string {
  if (shape.kind === 'object') return 'maps';
  return shape.kind === 'text' ? 'texts' : `${valueText(shape)}s`;
}

function defaultCell({ default: value, defaultText }: Setting): string {
  if (defaultText !== undefined) return defaultText;
  if (value === undefined || (typeof value === 'object' && Object.keys(value ?? {}).length === 0)) return 'none';
  return `\`${String(value)}\``;
}

function compatCell({ compatDefault }: Setting): string {
  return compatDefault === undefined ? '' : `\`${String(compatDefault)}\``;
}
