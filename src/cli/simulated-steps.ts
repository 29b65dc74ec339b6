import { UsageError } from '../errors.js';
import { parseDuration } from '../model/duration.js';
import type { SimulatedStep } from '../simulate.js';
import type { FlagValues } from './flags.js';

/** What `--takes STEP=TIME` and `--ends STEP=HOW` say of steps; several ends of one step are those of its attempts. */
export function simulatedSteps({ takes = [], ends = [] }: FlagValues): Readonly<Record<string, readonly SimulatedStep[]>> {
  const seconds = new Map(takes.map((text) => named('takes', text)).map(([step, time]) => [step, secondsOf(step, time)]));
  const attempts = new Map<string, SimulatedStep[]>();
  for (const [step, how] of ends.map((text) => named('ends', text))) attempts.set(step, [...(attempts.get(step) ?? []), endOf(step, how)]);
  const steps = [...new Set([...seconds.keys(), ...attempts.keys()])];
  return Object.fromEntries(
    steps.map((step) => [step, (attempts.get(step) ?? [{}]).map((end) => ({ ...end, seconds: seconds.get(step) }))]),
  );
}

/** A step may have a `=` in its name, what is said of it has none. */
function named(flag: string, text: string): readonly [string, string] {
  const at = text.lastIndexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw wrong(flag, text, flag === 'takes' ? 'STEP=TIME, such as build=90s' : 'STEP=HOW, such as test=oom');
}

function secondsOf(step: string, time: string): number {
  const seconds = parseDuration(time);
  if (seconds !== undefined) return seconds;
  throw wrong('takes', `${step}=${time}`, 'a time such as 90s, 10m or 1h30m');
}

function endOf(step: string, how: string): SimulatedStep {
  const exitCode = /^exit:(\d{1,3})$/.exec(how)?.[1];
  if (exitCode !== undefined && Number(exitCode) < 256) return { exitCode: Number(exitCode) };
  if (how === 'oom') return { outOfMemory: true };
  if (how === 'evicted' || how === 'deleted') return { lost: how };
  throw wrong('ends', `${step}=${how}`, 'exit:N, oom, evicted or deleted');
}

function wrong(flag: string, text: string, expected: string): UsageError {
  return new UsageError(`--${flag} is "${text}"`, { code: 'wrong-value', hint: `give it ${expected}` });
}
