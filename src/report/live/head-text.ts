import { ascii } from '../ascii.js';
import { count } from '../count.js';
import { wholeSeconds } from '../duration.js';
import { isFailure } from '../failure.js';
import { neutralize } from '../neutralize.js';
import { cut, textWidth } from '../text-width.js';
import type { LiveRun, LiveStep } from './live-run.js';

export interface HeadOptions {
  readonly now: number;
  readonly columns: number;
  readonly ascii: boolean;
  readonly isStopping: boolean;
}

/** The line between the logs and the steps: what the run is, and how far it has come. */
export function headText(run: LiveRun, options: HeadOptions): string {
  const own = (text: string) => (options.ascii ? ascii(text) : text);
  const text = [nameOf(run), wholeSeconds(options.now - run.startedAt), ...(options.isStopping ? [STOPPING] : countsOf(run))].join(' · ');
  const title = cut(own(`── ${text} `), options.columns, own('…'));
  return title + own('─').repeat(Math.max(0, options.columns - textWidth(title)));
}

const STOPPING = 'stopping, and removing what the run made · Ctrl-C again: do not wait';

function nameOf({ run, pipelines }: LiveRun): string {
  const [first = ''] = pipelines;
  return `${neutralize(pipelines.length === 1 ? first : count(pipelines.length, 'pipeline'))} ${run}`;
}

function countsOf(run: LiveRun): readonly string[] {
  const steps = [...run.steps.values()];
  const number = (is: (step: LiveStep) => boolean) => steps.filter(is).length;
  const failed = number(({ phase }) => phase.type === 'ended' && isFailure(phase.result));
  const counts: readonly (readonly [number, string])[] = [
    [failed, 'failed'],
    [number(({ phase }) => phase.type === 'running'), 'running'],
    [number((step) => isWaiting(step, run)), 'waiting'],
  ];
  const done = `${number(({ phase }) => phase.type === 'ended')}/${steps.length} done`;
  return [done, ...counts.filter(([n]) => n > 0).map(([n, what]) => `${n} ${what}`)];
}

function isWaiting(step: LiveStep, run: LiveRun): boolean {
  const { type } = step.phase;
  return type === 'waiting' || type === 'starting' || type === 'retrying' || (type === 'held' && run.isDue(step));
}
