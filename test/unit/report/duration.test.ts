import { describe, expect, it } from 'vitest';
import { duration, wholeSeconds } from '../../../src/report/duration.js';

describe('duration', () => {
  it.each([
    [-20, '0s'],
    [0, '0s'],
    [49, '0s'],
    [50, '0.1s'],
    [1240, '1.2s'],
    [20_000, '20.0s'],
    [59_949, '59.9s'],
    [59_950, '1m 00s'],
    [65_300, '1m 05s'],
    [3_599_499, '59m 59s'],
    [3_599_500, '1h 00m'],
    [7_380_000, '2h 03m'],
    [360_000_000, '100h 00m'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });

  it.each([
    [400, '0s'],
    [5400, '5s'],
    [59_500, '1m 00s'],
    [63_000, '1m 03s'],
  ])('writes %d ms in whole seconds as %s', (ms, text) => {
    expect(wholeSeconds(ms)).toBe(text);
  });
});
