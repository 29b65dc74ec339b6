import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { WorkflowError } from '../../../src/errors.js';
import { manualMetadata } from '../../../src/model/metadata.js';
import { workflowSchema } from '../../../src/model/workflow-schema.js';
import { Diagnostics } from '../../../src/workflow/diagnostics.js';
import { type Node, scalarValue } from '../../../src/workflow/node.js';
import { parseWritten } from '../../../src/workflow/parse.js';
import { readWorkflows } from '../../../src/workflow/read-workflows.js';
import { createSource } from '../../../src/workflow/source.js';
import { workflowKeys } from '../../docs/program-facts.js';

const EXAMPLES = fileURLToPath(new URL('../../../examples', import.meta.url));
const PARITY = fileURLToPath(new URL('../../../../shared/parity', import.meta.url));

const validate = new Ajv2020({ strict: false, allErrors: true }).compile(workflowSchema());

/** What is wrong with a workflow, by the schema. */
function problemsOf(text: string): readonly string[] {
  const root = parseWritten(new Diagnostics(createSource('w.yaml', text)));
  if (root === undefined) return ['it is no workflow'];
  return validate(plain(root)) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** As an editor sees it: anchors and merge keys are resolved. */
function plain(node: Node): unknown {
  if (node.kind === 'scalar') return scalarValue(node);
  if (node.kind === 'list') return node.items.map(plain);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key.text, plain(value)]));
}

function readsWithoutError(text: string): boolean {
  const input = { metadata: manualMetadata({ platform: 'linux/amd64' }) };
  try {
    readWorkflows([createSource('w.yaml', text)], input);
    return true;
  } catch (error) {
    if (!(error instanceof WorkflowError)) throw error;
    // the other files of the repository are not here
    return error.diagnostics.every(({ severity, code }) => severity === 'warning' || code === 'unknown-workflow');
  }
}

const examples = readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' }).filter((name) =>
  /(^[^/]*|\.woodpecker[^/]*|\.woodpecker\/[^/]*)\.ya?ml$/.test(name),
);

describe('the JSON Schema of a workflow', () => {
  it.each(examples)('takes examples/%s', (name) => {
    expect(problemsOf(readFileSync(join(EXAMPLES, name), 'utf8'))).toEqual([]);
  });

  it.runIf(existsSync(PARITY))('takes every real file that reads without an error', () => {
    const folders = readdirSync(join(PARITY, 'workflows')).filter((id) => Number(id) < 500);
    const files = folders.flatMap((id) =>
      readdirSync(join(PARITY, 'workflows', id)).flatMap((file) => (/\.ya?ml$/.test(file) ? [join(PARITY, 'workflows', id, file)] : [])),
    );
    const good = files.map((file) => [file, readFileSync(file, 'utf8')] as const).filter(([, text]) => readsWithoutError(text));

    expect(good.flatMap(([file, text]) => problemsOf(text).map((problem) => `${file}: ${problem}`))).toEqual([]);
    expect(good.length).toBeGreaterThan(40);
  });

  it('knows every key that podline reads', () => {
    const text = JSON.stringify(workflowSchema());

    expect(workflowKeys().filter((key) => !text.includes(`"${key}":{`))).toEqual([]);
  });

  it.each([
    ['a mistyped key', 'stepz: []', '/ must NOT have additional properties'],
    ['no steps', 'steps: []', '/steps must NOT have fewer than 1 items'],
    ['a step without an image', 'steps: [{ commands: [ls] }]', "/steps/0 must have required property 'image'"],
    ['a mistyped option', 'steps: [{ image: a, backend_options: { kubernetes: { nodeSelectors: {} } } }]', 'additional properties'],
    ['a duration without a unit', "steps: [{ image: a, timeout: '10' }]", '/steps/0/timeout must match pattern'],
    ['a wrong failure policy', 'steps: [{ image: a, failure: retry }]', '/steps/0/failure must be equal to one of the allowed values'],
    ['a mistyped condition', 'steps: [{ image: a, when: { branches: main } }]', 'additional properties'],
  ])('refuses %s', (_, text, problem) => {
    expect(problemsOf(text).join('\n')).toContain(problem.replace(/^\/ /, ''));
  });
});
