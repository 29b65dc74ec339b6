import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Bed } from '../../test/scenarios/bed.js';
import type { JsonEvent } from '../../test/scenarios/run-output.js';
import { demand } from '../proof.js';

const EDGES = { one: [], left: ['one'], right: ['one'], join: ['left', 'right'], tail: ['join'] } as const;
const LAST = 'look';

export interface DiamondOptions {
  /** How long each step takes. */
  readonly seconds: number;
  /** True where a step needs the secret `token`. */
  readonly hasSecret?: boolean;
}

/** Six steps. Each leaves a line in a file when it runs; the last one shows how often each did. */
export function diamond({ seconds, hasSecret = false }: DiamondOptions): string {
  const steps = Object.entries(EDGES).map(([name, dependsOn]) => [
    name,
    {
      image: 'alpine',
      depends_on: dependsOn,
      environment: hasSecret && name === 'left' ? { TOKEN: { from_secret: 'token' } } : {},
      commands: [`echo ${name} >> ran`, `echo ${name}-1`, `sleep ${seconds}`, `echo ${name}-2`],
    },
  ]);
  const look = { image: 'alpine', depends_on: ['tail'], commands: ['sort ran | tr "\\n" " "'] };
  return JSON.stringify({ skip_clone: true, steps: { ...Object.fromEntries(steps), [LAST]: look } });
}

/** Each step ran once, and each line of its log was told once, whoever told it. @throws Violation */
export async function demandOnce(bed: Bed, run: string): Promise<void> {
  const text = await readFile(path.join(bed.folder, '.podline', 'runs', run, 'events.jsonl'), 'utf8');
  const events: readonly JsonEvent[] = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const logs = new Map<string, string[]>();
  for (const event of events) {
    demand(event.type !== 'log-gap', `a gap in the log of ${JSON.stringify(event)}`);
    if (event.type === 'log') logs.set(event.step, [...(logs.get(event.step) ?? []), `${event.attempt}:${event.line}:${event.text}`]);
  }
  for (const name of Object.keys(EDGES)) demandLog(name, logs.get(name), [`${name}-1`, `${name}-2`]);
  demandLog(LAST, logs.get(LAST), [`${Object.keys(EDGES).sort().join(' ')} `]);
}

/** @throws Violation where the run has left an object */
export async function demandNothingLeft(bed: Bed, when: string): Promise<void> {
  const left = await bed.left();
  demand(left.length === 0, `${when}, there is left: ${left.join(', ')}`);
}

/** The lines of one attempt, numbered from 1 on. */
function demandLog(step: string, lines: readonly string[] = [], expected: readonly string[]): void {
  const seen = lines.map((line) => /^(\d+):(\d+):(.*)$/s.exec(line)?.slice(1) ?? []);
  const attempts = new Set(seen.map(([attempt]) => attempt));
  const isNumbered = seen.every(([, line], index) => Number(line) === index + 1);
  const texts = seen.map(([, , text = '']) => text).filter((text) => !text.startsWith('+ '));
  demand(attempts.size === 1 && isNumbered && texts.join('\n') === expected.join('\n'), `the log of ${step}: ${lines.join(' | ')}`);
}
