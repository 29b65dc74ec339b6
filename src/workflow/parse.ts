import { EVENT_ID, type Event, parseEvents, YAMLException } from 'js-yaml';
import type { Diagnostics } from './diagnostics.js';
import { isNull, type MapNode } from './node.js';
import { TreeBuilder } from './tree-builder.js';

/** Collections inside of each other; a workflow needs fewer than ten. */
const MAX_DEPTH = 50;

/** What to do about the mistakes that are made most, by what the parser or the text says. */
const SYNTAX_HINTS: readonly { readonly sign: RegExp; readonly hint: string }[] = [
  { sign: /^tab characters/, hint: 'indent with spaces' },
  { sign: /^null byte/, hint: 'a workflow file is UTF-8 text' },
  { sign: /maxDepth/, hint: 'a workflow is not that deep' },
  { sign: /flow collection/, hint: 'close each [ and {, and put quotes around values that hold one' },
  {
    sign: /^bad indentation/,
    hint: 'align the line with those around it, or put quotes around a value that holds ": " or begins with a special character',
  },
];

/** The workflow in a source as a tree with positions; nothing, and errors, where it is not the YAML of a map. */
export function parse(diagnostics: Diagnostics): MapNode | undefined {
  const events = eventsOf(diagnostics);
  if (!events) return undefined;
  warnOfSecondDocument(events, diagnostics);
  const root = new TreeBuilder(events, diagnostics).root();
  if (diagnostics.hasErrors) return undefined;
  if (root.kind === 'map') return root;
  const finding = isNull(root)
    ? { code: 'empty-file', message: 'the file is empty' }
    : { code: 'not-a-map', message: `a workflow must be a map, not ${root.kind === 'list' ? 'a list' : 'text'}` };
  diagnostics.error({ ...finding, at: root.span, hint: 'begin with "steps:"' });
  return undefined;
}

function eventsOf(diagnostics: Diagnostics): readonly Event[] | undefined {
  try {
    return parseEvents(diagnostics.source.text, { maxDepth: MAX_DEPTH });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const start = error.mark?.position ?? 0;
    const hint = SYNTAX_HINTS.find(({ sign }) => sign.test(error.reason))?.hint;
    diagnostics.error({ code: 'yaml-syntax', message: error.reason, at: { start, end: start + 1 }, hint });
    return undefined;
  }
}

function warnOfSecondDocument(events: readonly Event[], diagnostics: Diagnostics): void {
  const [, second] = events.flatMap(({ type }, index) => (type === EVENT_ID.DOCUMENT ? [index] : []));
  const content = second === undefined ? undefined : events[second + 1];
  if (!content) return;
  const start = 'start' in content ? content.start : 'valueStart' in content ? content.valueStart : diagnostics.source.text.length;
  diagnostics.warn({
    code: 'second-document',
    message: 'only the first document of a file is read',
    at: { start, end: start + 1 },
    hint: 'put each workflow into a file of its own',
  });
}
