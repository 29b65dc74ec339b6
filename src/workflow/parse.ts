import { EVENT_ID } from 'js-yaml';
import type { Compat } from '../model/agent-settings.js';
import type { Diagnostics } from './diagnostics.js';
import { isNull, type MapNode } from './node.js';
import { MAX_DEPTH, type Reading, readEvents } from './read-events.js';
import { asWritten, createTemplate, type Template } from './template.js';
import { TreeBuilder } from './tree-builder.js';

/** Values inside of each other that Woodpecker takes. */
const COMPAT_DEPTH = 14;

export interface ParseOptions {
  readonly template: Template;
  readonly diagnostics: Diagnostics;
  readonly compat?: Compat;
}

/** What to do about the mistakes that are made most, by what the parser or the text says. */
const SYNTAX_HINTS: readonly { readonly sign: RegExp; readonly hint: string }[] = [
  { sign: /^tab characters/, hint: 'indent with spaces' },
  { sign: /^null byte/, hint: 'a workflow file is UTF-8 text' },
  { sign: /maxDepth/, hint: 'a workflow is not that deep' },
  { sign: /^deficient indentation/, hint: 'close the bracket or quote that is open before it' },
  { sign: /flow collection/, hint: 'close each [ and {, and put quotes around values that hold one' },
  {
    sign: /^bad indentation/,
    hint: 'align the line with those around it, or put quotes around a value that holds ": " or begins with a special character',
  },
];

/** The workflow in a source as a tree with positions; nothing, and errors, where it is not the YAML of a map. */
export function parse({ template, diagnostics, compat }: ParseOptions): MapNode | undefined {
  const reading = readingOf(template, diagnostics);
  if (!reading) return undefined;
  warnOfSecondDocument(reading, diagnostics);
  const maxDepth = compat === undefined ? MAX_DEPTH : COMPAT_DEPTH;
  const root = new TreeBuilder(reading.events, { template: reading.template, diagnostics, maxDepth }).root();
  if (diagnostics.hasErrors) return undefined;
  if (root.kind === 'map') return root;
  const finding = isNull(root)
    ? { code: 'empty-file', message: 'the file is empty' }
    : { code: 'not-a-map', message: `a workflow must be a map, not ${root.kind === 'list' ? 'a list' : 'text'}` };
  diagnostics.error({ ...finding, at: root.span, hint: 'begin with "steps:"' });
  return undefined;
}

/** The tree of a file as it is written, for those who look at nothing else of it. */
export function parseWritten(diagnostics: Diagnostics): MapNode | undefined {
  const template = createTemplate(diagnostics.source.text, 'kept');
  const root = parse({ template, diagnostics });
  return root && (asWritten(root, template) as MapNode);
}

function readingOf(template: Template, diagnostics: Diagnostics): Reading | undefined {
  const result = readEvents(template);
  if ('events' in result) return result;
  const start = template.originOf(result.position);
  const hint = SYNTAX_HINTS.find(({ sign }) => sign.test(result.reason))?.hint;
  diagnostics.error({ code: 'yaml-syntax', message: result.reason, at: { start, end: start + 1 }, hint });
  return undefined;
}

function warnOfSecondDocument({ events, template }: Reading, diagnostics: Diagnostics): void {
  const [, second] = events.flatMap(({ type }, index) => (type === EVENT_ID.DOCUMENT ? [index] : []));
  const content = second === undefined ? undefined : events[second + 1];
  if (!content) return;
  const found = 'start' in content ? content.start : 'valueStart' in content ? content.valueStart : template.text.length;
  const start = template.originOf(Math.max(0, found));
  diagnostics.warn({
    code: 'second-document',
    message: 'only the first document of a file is read',
    at: { start, end: start + 1 },
    hint: 'put each workflow into a file of its own',
  });
}
