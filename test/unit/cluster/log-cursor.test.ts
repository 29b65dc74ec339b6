import { describe, expect, it } from 'vitest';
import { LogCursor } from '../../../src/cluster/log-cursor.js';
import { seeded } from './seeded.js';

interface Line {
  readonly at: string;
  readonly text: string;
}

describe('LogCursor', () => {
  it('reads a log from its beginning', () => {
    expect(new LogCursor().sinceTime).toBeUndefined();
  });

  it('tells repeated lines from new ones with the same stamp', () => {
    const cursor = new LogCursor();
    for (const at of [stamp(1), stamp(2), stamp(2)]) cursor.take(at);

    cursor.restart();

    expect([1, 2, 2, 2, 3].map((second) => cursor.take(stamp(second)))).toEqual(['seen', 'seen', 'seen', 'new', 'new']);
  });

  it('takes a line as new that stands after known ones with a later stamp', () => {
    const cursor = new LogCursor();
    cursor.take(stamp(2));

    cursor.restart();

    expect([2, 1].map((second) => cursor.take(stamp(second)))).toEqual(['seen', 'new']);
  });

  it('announces a gap when a reading begins after the lines that are known', () => {
    const cursor = new LogCursor();
    cursor.take(stamp(1));

    cursor.restart();

    expect([5, 6].map((second) => cursor.take(stamp(second)))).toEqual(['new-after-gap', 'new']);
  });

  it('does not ask for what is long past', () => {
    const cursor = new LogCursor();

    for (let second = 0; second < 3_000; second++) cursor.take(stamp(second));

    expect(cursor.sinceTime && cursor.sinceTime > stamp(2_700)).toBe(true);
  });

  it('takes a line for new that was stamped thousands of lines before it was written', () => {
    const cursor = new LogCursor();
    const burst = Array.from({ length: 5_000 }, (_, index) => stamp(2, 2 * index));
    for (const at of burst) cursor.take(at);

    cursor.restart();
    for (const at of burst) cursor.take(at);

    expect(cursor.take(stamp(2, 1))).toBe('new');
  });

  it('asks for the second before the last one it knows: a late line may stand behind the turn of a second', () => {
    const cursor = new LogCursor();
    for (let second = 0; second < 300; second++) cursor.take(stamp(second));

    expect(cursor.sinceTime).toBe(stamp(42).replace(/\..*Z/, 'Z'));
  });

  it('loses and doubles no line over random disconnects, shared stamps and stamps out of order', () => {
    for (let seed = 0; seed < 100; seed++) {
      const random = seeded(seed);
      const log = randomLog(random);
      const cursor = new LogCursor();
      const delivered: string[] = [];

      while (delivered.length < log.length) {
        cursor.restart();
        const served = log.filter(({ at }) => cursor.sinceTime === undefined || at >= cursor.sinceTime.replace('Z', ''));
        const cutAfter = Math.floor(random() * (served.length + 50));
        for (const { at, text } of served.slice(0, cutAfter)) {
          const position = cursor.take(at);
          if (position === 'new-after-gap') delivered.push('gap');
          if (position !== 'seen') delivered.push(text);
        }
      }

      expect(delivered).toEqual(log.map(({ text }) => text));
    }
  });

  it('announces every loss by rotation, and none without one', () => {
    for (let seed = 0; seed < 300; seed++) {
      const random = seeded(seed);
      const log = withoutSharedStamps(randomLog(random));
      const cursor = new LogCursor();
      const read = Math.floor(random() * log.length);
      for (const { at } of log.slice(0, read)) cursor.take(at);

      cursor.restart();
      const rotated = Math.floor(random() * log.length);
      const positions = log.slice(rotated).map(({ at }) => cursor.take(at));

      expect(positions.includes('new-after-gap')).toBe(read > 0 && rotated >= read);
    }
  });
});

function withoutSharedStamps(log: readonly Line[]): readonly Line[] {
  return [...new Map(log.map((line) => [line.at, line])).values()];
}

/** Lines as a fast step writes them: many in one instant, two streams slightly out of order. */
function randomLog(random: () => number): readonly Line[] {
  let nanos = 0;
  return Array.from({ length: 200 + Math.floor(random() * 1_000) }, (_, index) => {
    if (random() < 0.6) nanos += Math.floor(random() ** 8 * 400_000_000);
    const jitter = random() < 0.1 ? Math.floor(random() * 20_000) : 0;
    return { at: stamp(10, nanos - jitter), text: `line ${index}` };
  });
}

function stamp(second: number, nanos = 0): string {
  const whole = second + Math.floor(nanos / 1e9);
  const fraction = ((nanos % 1e9) + 1e9) % 1e9;
  return `${new Date(Date.UTC(2026, 0, 1) + whole * 1000).toISOString().slice(0, 19)}.${String(fraction).padStart(9, '0')}Z`;
}
