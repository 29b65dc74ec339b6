import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { load, loadAll } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { generatedPages } from '../scripts/generated-pages.js';
import { type Asked, readArguments } from '../src/cli/program.js';
import { RUNNER_ROLE } from '../src/contract/runner-role.js';
import { DEFAULT_AGENT_SETTINGS } from '../src/model/default-settings.js';
import { manualMetadata } from '../src/model/metadata.js';
import { synthesize } from '../src/plan/synth.js';
import { readWorkflows } from '../src/workflow/read-workflows.js';
import { createSource } from '../src/workflow/source.js';
import { blocksOf, firstCells, headingsOf, linksOf, type Page, ROOT, read, readPages } from './docs/pages.js';
import * as facts from './docs/program-facts.js';
import { typeErrors } from './docs/type-check.js';
import { invocation } from './unit/cli/invocation.js';

const PLATFORM = 'linux/amd64';

const pages = readPages();
const yaml = blocksOf(pages, ['yaml']);
const workflows = yaml.filter(({ text }) => /^steps:/m.test(text));
const typescript = blocksOf(pages, ['ts']);
const commands = blocksOf(pages, ['sh']).flatMap(({ place, text }) =>
  Array.from(text.matchAll(/^(?:\$ )?(?:npx )?podline(?: (.*))?$/gm), ([line, words = '']) => ({ place, line, argv: wordsOf(words) })),
);

function page(file: string): Page {
  return { file, text: read(file) };
}

/** The words of a command of a shell block, up to its end: a pipe, a redirection or a remark. */
function wordsOf(text: string): readonly string[] {
  const [command = ''] = text.split(/ (?:[|>&#]|2>)/);
  return Array.from(command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g), ([, double, single, plain]) => double ?? single ?? plain ?? '');
}

/** Reads a command line as the program does; what it has against it is thrown. */
function ask(argv: readonly string[]): Asked | undefined {
  const output = new PassThrough();
  const { io } = invocation({});
  return readArguments({ ...io, argv, stdout: output, stderr: output });
}

describe('an example of the documentation', () => {
  it.each(workflows)('at $place is a workflow that synthesizes', ({ file, text }) => {
    const source = createSource(`${file}.yaml`, text);

    const { pipelines } = readWorkflows([source], { metadata: manualMetadata({ platform: PLATFORM }) });
    const manifests = synthesize(pipelines, { settings: DEFAULT_AGENT_SETTINGS, platform: PLATFORM });

    expect(manifests.size).toBe(pipelines.length);
  });

  it.each(yaml)('at $place is YAML', ({ text }) => {
    expect(() => loadAll(text)).not.toThrow();
  });

  it('of TypeScript has no type errors', () => {
    expect(typeErrors(typescript)).toEqual([]);
  });

  it.each(commands)('at $place is a command that the program knows: $line', ({ argv }) => {
    expect(ask(argv)?.invocation).toBeDefined();
  });

  it('of each kind is seen by these tests', () => {
    expect([workflows, typescript, commands].map(({ length }) => length > 3)).toEqual([true, true, true]);
    expect(typeErrors([{ place: 'x', file: 'x', language: 'ts', text: 'export const port: number = "5432";' }])).toHaveLength(1);
    expect(() => ask(['run', '--no-such-flag'])).toThrow('no-such-flag');
  });
});

describe('the source', () => {
  it.each([
    ['contractKeys', facts.contractKeys, 'podline.dev/run'],
    ['environmentVariables', facts.environmentVariables, 'KUBECONFIG'],
    ['errorCodes', facts.errorCodes, 'unknown-key'],
    ['eventTypes', facts.eventTypes, 'run-started'],
    ['reasons', facts.reasons, 'OOMKilled'],
    ['resultFields', facts.resultFields, 'leftovers'],
    ['workflowKeys', facts.workflowKeys, 'depends_on'],
  ])('still has its %s where these tests look for them', (_, found, known) => {
    expect(found()).toContain(known);
  });
});

describe('a link of the documentation', () => {
  const links = pages.flatMap((from) => linksOf(from).map((link) => ({ from: from.file, ...link })));

  it.each(links)('in $from leads to $file#$heading', ({ from, file, heading }) => {
    const target = file === '' ? from : join(dirname(from), file);

    expect(existsSync(join(ROOT, target))).toBe(true);
    if (heading !== '') expect(headingsOf(page(target))).toContain(heading);
  });
});

describe('a generated page', () => {
  it.each(Object.entries(generatedPages()))('%s is what `npm run docs` writes', (file, text) => {
    expect(read(file)).toBe(text);
  });
});

describe('docs/cli.md', () => {
  it('names every variable that the program reads', () => {
    expect(firstCells(page('docs/cli.md'))).toEqual(expect.arrayContaining([...facts.environmentVariables()]));
  });
});

describe('docs/errors.md', () => {
  const named = firstCells(page('docs/errors.md'));

  it('has a row for every reason and every error code, and for nothing else', () => {
    const [beginnings, codes] = [
      facts.errorCodes().filter((code) => code.endsWith('*')),
      facts.errorCodes().filter((code) => !code.endsWith('*')),
    ];
    const isMade = (name: string) => beginnings.some((beginning) => name.startsWith(beginning.slice(0, -1)));

    expect([...codes, ...facts.reasons()].filter((name) => !named.includes(name))).toEqual([]);
    expect(named.filter((name) => !codes.includes(name) && !facts.reasons().includes(name) && !isMade(name))).toEqual([]);
    expect(beginnings.every((beginning) => named.some((name) => name.startsWith(beginning.slice(0, -1))))).toBe(true);
  });

  it('has no row twice', () => {
    expect(named.filter((name, index) => named.indexOf(name) !== index)).toEqual([]);
  });
});

describe('docs/events.md', () => {
  it('has a row for every type of event', () => {
    expect(firstCells(page('docs/events.md'))).toEqual(expect.arrayContaining([...facts.eventTypes()]));
  });

  it('names every reason, and every field of results and reports', () => {
    const names = [...facts.reasons(), ...facts.resultFields()];

    expect(names.filter((name) => !read('docs/events.md').includes(`\`${name}\``))).toEqual([]);
  });
});

describe('docs/workflow.md', () => {
  it('names every key that podline reads', () => {
    expect(facts.workflowKeys().filter((key) => !new RegExp(`\`${key}\\b`).test(read('docs/workflow.md')))).toEqual([]);
  });
});

describe('docs/woodpecker.md', () => {
  it('has a decision for every quirk of Woodpecker, once', () => {
    const decisions = Array.from(read('docs/woodpecker.md').matchAll(/^\| Q-(\d+) \|[^|]+\|[^|]*\b(?:copied|bettered)\b/gm), ([, number]) =>
      Number(number),
    );

    expect([...decisions].sort((a, b) => a - b)).toEqual(Array.from({ length: 62 }, (_, index) => index + 1));
  });
});

describe('docs/kubernetes.md', () => {
  it('names every label and annotation of the manifests', () => {
    expect(facts.contractKeys().filter((name) => !read('docs/kubernetes.md').includes(`\`${name}\``))).toEqual([]);
  });

  it('grants what the runner needs, and nothing else', () => {
    const roles = yaml.filter(({ file, text }) => file === 'docs/kubernetes.md' && /^kind: Role$/m.test(text));
    const { rules } = load(roles[0]?.text ?? '') as {
      readonly rules: readonly { apiGroups: string[]; resources: string[]; verbs: string[] }[];
    };

    const granted = rules.flatMap(({ apiGroups, resources, verbs }) =>
      apiGroups.flatMap((apiGroup) => resources.map((resource) => ({ apiGroup, resource, verbs }))),
    );

    const byResource = (a: { readonly resource: string }, b: { readonly resource: string }) => (a.resource < b.resource ? -1 : 1);
    expect(granted.sort(byResource)).toEqual([...RUNNER_ROLE].sort(byResource));
  });
});
