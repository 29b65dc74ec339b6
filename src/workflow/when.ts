import { isPullEvent } from '../model/event.js';
import { type Metadata, repositoryName } from '../model/metadata.js';
import type { RunOn } from '../model/pipeline.js';
import { RUN_STATES } from '../model/run-on.js';
import { createGlob } from './glob.js';
import type { Axis } from './matrix.js';
import type { Span } from './source.js';

/** Globs that a text must match, or must not. */
export interface Patterns {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

export interface PathRule extends Patterns {
  /** A commit message that holds this text stands for all paths. */
  readonly ignoreMessage?: string;
  /** What holds where nothing is known to have changed. */
  readonly onEmpty: boolean;
}

export interface MatrixRule {
  readonly include: Axis;
  readonly exclude: Axis;
}

/** What a constraint of one text is compared with. */
export type TextKey = 'branch' | 'ref' | 'repo' | 'instance' | 'platform' | 'cron';

/** One item of a `when`: all that it says must hold. */
export interface Condition {
  readonly events?: readonly string[];
  readonly texts: Readonly<Partial<Record<TextKey, Patterns>>>;
  readonly path?: PathRule;
  readonly matrix?: MatrixRule;
  readonly evaluate?: { readonly text: string; readonly at: Span };
  /** False: not with the working copy at hand. */
  readonly local?: boolean;
  readonly status?: readonly RunOn[];
}

/** What conditions are asked about. */
export interface WhenContext {
  readonly metadata: Metadata;
  /** Absent for a workflow as a whole: `matrix` is not looked at there. */
  readonly axis?: Axis;
  /** The answer to an expression. */
  readonly evaluate: (expression: NonNullable<Condition['evaluate']>) => boolean;
}

const PATH_EVENTS = new Set(['push', 'pull_request', 'pull_request_closed', 'pull_request_metadata']);

/** In which states a thing with these conditions takes part; nowhere where none of them holds. Without conditions, after success. */
export function runOnOf(conditions: readonly Condition[], context: WhenContext): readonly RunOn[] {
  if (conditions.length === 0) return ['success'];
  const states = matching(conditions, context).flatMap(({ status }): readonly RunOn[] => status ?? ['success']);
  return RUN_STATES.filter((state) => states.includes(state));
}

/** True where one of the conditions holds, or there are none. */
export function isIncluded(conditions: readonly Condition[], context: WhenContext): boolean {
  return conditions.length === 0 || matching(conditions, context).length > 0;
}

function matching(conditions: readonly Condition[], context: WhenContext): readonly Condition[] {
  return conditions.filter((condition) => {
    // asked even where the rest says no: a mistake in it shows in every run
    const answer = condition.evaluate === undefined || context.evaluate(condition.evaluate);
    return holds(condition, context) && answer;
  });
}

function holds({ events, texts, path, matrix }: Condition, { metadata, axis }: WhenContext): boolean {
  const { event = '' } = metadata.current;
  if (events && events.length > 0 && !events.includes(event)) return false;
  const values = textsOf(metadata);
  for (const [key, patterns] of Object.entries(texts)) {
    const value = values[key as TextKey];
    if (value !== undefined && !matchesPatterns(value, patterns)) return false;
  }
  if (matrix && axis && !matchesAxis(axis, matrix)) return false;
  return !path || !PATH_EVENTS.has(event) || matchesPath(metadata, path);
}

/** The texts of a run; those that mean nothing for its event are left out. */
function textsOf(metadata: Metadata): Readonly<Partial<Record<TextKey, string>>> {
  const { current, system } = metadata;
  const { event, commit, cron = '' } = current;
  return {
    ...(event === 'tag' ? {} : { branch: commit.branch ?? '' }),
    ...(event === 'cron' ? { cron } : {}),
    ref: commit.ref ?? '',
    repo: repositoryName(metadata) ?? '',
    instance: system.host ?? '',
    platform: system.platform,
  };
}

function matchesPatterns(text: string, { include, exclude }: Patterns): boolean {
  if (matchesAny(text, exclude)) return false;
  return include.length === 0 || matchesAny(text, include);
}

function matchesAny(text: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => createGlob(pattern)?.matches(text) ?? false);
}

function matchesPath({ current: { commit } }: Metadata, { include, exclude, ignoreMessage, onEmpty }: PathRule): boolean {
  if (ignoreMessage && commit.message?.toLowerCase().includes(ignoreMessage.toLowerCase())) return true;
  const files = commit.changedFiles ?? [];
  if (files.length === 0) return onEmpty;
  const globsOf = (patterns: readonly string[]) => patterns.flatMap((pattern) => createGlob(pattern) ?? []);
  const [excluded, included] = [globsOf(exclude), globsOf(include)];
  if (exclude.length > 0 && files.every((file) => excluded.some((glob) => glob.matches(file)))) return false;
  return include.length === 0 || files.some((file) => included.some((glob) => glob.matches(file)));
}

function matchesAxis(axis: Axis, { include, exclude }: MatrixRule): boolean {
  const matches = ([name, pattern]: [string, string]) => createGlob(pattern)?.matches(axis[name] ?? '') ?? false;
  const excluded = Object.entries(exclude);
  if (excluded.length > 0 && excluded.every(matches)) return false;
  return Object.entries(include).every(matches);
}

/** Pull requests are one event to the filters of secrets. */
export function filterEvent(event: string | undefined): string {
  return isPullEvent(event) ? 'pull_request' : (event ?? '');
}
