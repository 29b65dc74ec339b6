import { beforeEach, describe, expect, it } from 'vitest';
import { Rotation } from '../../../src/cluster/rotation.js';
import { TestClock } from './test-clock.js';

const BEGIN = Date.parse('2026-01-01T00:00:00Z');
const LONG = 2 * 1024 * 1024;

let clock: TestClock;
let rotation: Rotation;

beforeEach(() => {
  clock = new TestClock(0);
  rotation = new Rotation(clock);
});

describe('lines may have gone with a rotated file', () => {
  it('where a reader who is late finds none for as long as a rotation takes', () => {
    line(0, LONG);
    clock.skip(15_000);
    line(1);

    expect(line(12)).toBe(true);
  });

  it('whatever the clock of the node says', () => {
    clock.skip(3_600_000);
    line(0, LONG);
    clock.skip(15_000);
    line(1);

    expect(line(12)).toBe(true);
  });

  it('not where the step was silent and its reader in time', () => {
    line(0, LONG);
    clock.skip(60_000);

    expect(line(60)).toBe(false);
  });

  it('not where a reader who is late finds all the time between', () => {
    line(0, LONG);
    clock.skip(15_000);
    line(1);

    expect(line(9)).toBe(false);
  });

  it('not where the log is too short to be rotated', () => {
    line(0);
    clock.skip(15_000);
    line(1);

    expect(line(12)).toBe(false);
  });
});

describe('a log is opened again', () => {
  it('twice in a silence after many lines, before the next rotation and after it', () => {
    line(0, LONG);

    expect(silences(12)).toEqual([2, 6]);
  });

  it('in each silence anew', () => {
    line(0, LONG);
    silences(3);
    line(20);

    expect(silences(3)).toEqual([2]);
  });

  it('not where the log is too short to be rotated', () => {
    line(0);

    expect(silences(12)).toEqual([]);
  });
});

/** Takes a line that was stamped that many seconds after the begin. */
function line(second: number, length = 10): boolean {
  const at = new Date(BEGIN + second * 1000).toISOString().replace('.000Z', '.000000000Z');
  return rotation.take({ at, bytes: new Uint8Array(length) });
}

/** After which of so many silences the log is opened again. */
function silences(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index + 1).filter(() => rotation.isLeftBehind());
}
