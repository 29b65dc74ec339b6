import { EVENTS } from '../model/event.js';
import type { RunOn } from '../model/pipeline.js';
import { isRunOn, RUN_STATES } from '../model/run-on.js';
import { type Convert, flag, text, textOrList, wrongType } from './convert.js';
import { defined } from './defined.js';
import type { Diagnostics } from './diagnostics.js';
import { createGlob } from './glob.js';
import { MapReader } from './map-reader.js';
import { describeNode, isNull, type Node } from './node.js';
import { suggest } from './suggest.js';
import type { Condition, MatrixRule, PathRule, Patterns, TextKey } from './when.js';

const TEXT_KEYS: readonly TextKey[] = ['branch', 'ref', 'repo', 'instance', 'platform', 'cron'];

/** What to do about keys that users of other systems write. */
const FORMER_KEYS = {
  environment: 'write "evaluate: CI_PIPELINE_DEPLOY_TARGET == …"',
  tag: 'use "ref: refs/tags/…"',
};

/** Reads a `when`: a condition, or a list of which one must hold. */
export const readWhen: Convert<readonly Condition[]> = (node, label, diagnostics) => {
  if (node.kind === 'scalar') return wrongType({ node, label, expected: 'a map or a list of maps' }, diagnostics);
  const items = node.kind === 'list' ? node.items : [node];
  return items.map((item) => (isNull(item) ? { texts: {} } : readCondition(item, diagnostics)));
};

function readCondition(node: Node, diagnostics: Diagnostics): Condition {
  const reader = MapReader.of(node, diagnostics, { what: 'a "when" condition', path: 'when.' });
  if (!reader) return { texts: {} };
  const condition = defined({
    events: reader.get('event', readEvents),
    texts: Object.fromEntries(
      TEXT_KEYS.flatMap((key) => {
        const patterns = reader.get(key, readPatterns);
        return patterns ? [[key, patterns] as const] : [];
      }),
    ),
    path: reader.get('path', readPath),
    matrix: reader.get('matrix', readMatrixRule),
    evaluate: reader.get('evaluate', readEvaluate),
    local: reader.get('local', flag),
    status: reader.get('status', readStatus),
  });
  reader.finish(FORMER_KEYS);
  return condition;
}

const readEvaluate: Convert<Condition['evaluate']> = (node, label, diagnostics) => {
  const expression = text(node, label, diagnostics);
  return expression ? { text: expression, at: node.span } : undefined;
};

const readEvents: Convert<readonly string[]> = (node, label, diagnostics) => {
  const events = textOrList(node, label, diagnostics);
  const known: readonly string[] = EVENTS;
  for (const event of events ?? []) {
    if (known.includes(event)) continue;
    const meant = suggest(event, EVENTS);
    const hint = meant ? `did you mean "${meant}"?` : `events are ${EVENTS.join(', ')}`;
    diagnostics.warn({ code: 'unknown-event', message: `there is no event "${event}"`, at: node.span, hint });
  }
  return events;
};

/** The states that there are; none of them where others are named alone, nothing where none is named at all. */
const readStatus: Convert<readonly RunOn[]> = (node, label, diagnostics) => {
  const named = textOrList(node, label, diagnostics) ?? [];
  for (const state of named.filter((name) => !isRunOn(name))) {
    const hint = `states are ${RUN_STATES.join(' and ')}`;
    diagnostics.warn({ code: 'unknown-state', message: `there is no state "${state}" to run in`, at: node.span, hint });
  }
  return named.length > 0 ? named.filter(isRunOn) : undefined;
};

/** Globs; a malformed one matches nothing, and is warned of. */
const readGlobs: Convert<readonly string[]> = (node, label, diagnostics) => {
  const patterns = textOrList(node, label, diagnostics);
  for (const pattern of patterns ?? []) {
    if (createGlob(pattern) !== undefined) continue;
    const message = `the pattern "${pattern}" in ${label} is malformed: nothing matches it`;
    diagnostics.warn({ code: 'bad-pattern', message, at: node.span, hint: 'put a backslash before [ { or \\ where it is meant as such' });
  }
  return patterns;
};

const readPatterns: Convert<Patterns> = (node, label, diagnostics) => {
  if (node.kind !== 'map') return { include: readGlobs(node, label, diagnostics) ?? [], exclude: [] };
  const reader = MapReader.of(node, diagnostics, { what: label, path: `${label.slice(1, -1)}.` });
  const patterns = { include: reader?.get('include', readGlobs) ?? [], exclude: reader?.get('exclude', readGlobs) ?? [] };
  reader?.finish();
  return patterns;
};

const readPath: Convert<PathRule> = (node, label, diagnostics) => {
  if (node.kind !== 'map') return { include: readGlobs(node, label, diagnostics) ?? [], exclude: [], onEmpty: true };
  const reader = MapReader.of(node, diagnostics, { what: label, path: 'when.path.' });
  if (!reader) return undefined;
  const rule = {
    include: reader.get('include', readGlobs) ?? [],
    exclude: reader.get('exclude', readGlobs) ?? [],
    ignoreMessage: reader.get('ignore_message', text),
    onEmpty: reader.get('on_empty', flag) ?? true,
  };
  reader.finish();
  return defined(rule);
};

/** Values of matrix variables, or those under `include` and `exclude`; what is no text is left out. */
const readMatrixRule: Convert<MatrixRule> = (node, label, diagnostics) => {
  if (node.kind !== 'map') {
    diagnostics.warn({ code: 'ignored-key', message: `${label} is ignored: it must be a map, not ${describeNode(node)}`, at: node.span });
    return undefined;
  }
  const under = (key: string) => node.entries.find((entry) => entry.key.text === key && entry.value.kind === 'map')?.value;
  const flat = textsOf(node, ['include', 'exclude']);
  return { include: { ...textsOf(under('include')), ...flat }, exclude: textsOf(under('exclude')) };
};

function textsOf(node: Node | undefined, without: readonly string[] = []): Readonly<Record<string, string>> {
  if (node?.kind !== 'map') return {};
  return Object.fromEntries(
    node.entries.flatMap(({ key, value }) =>
      value.kind === 'scalar' && !without.includes(key.text) ? [[key.text, isNull(value) ? '' : value.text]] : [],
    ),
  );
}
