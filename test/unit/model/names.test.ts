import { describe, expect, it } from 'vitest';
import { freeName, nameProblem } from '../../../src/model/names.js';

describe('nameProblem', () => {
  it.each(['build', 'My kubernetes step', 'größe/klein', 'a'.repeat(253)])('has nothing against %s', (name) => {
    expect(nameProblem(name)).toBeUndefined();
  });

  it.each([
    ['', 'is empty'],
    ['  ', 'is empty'],
    ['a\nb', 'holds a line break or control character'],
    ['a'.repeat(254), 'is longer than 253 characters'],
  ])('says what is wrong with %j', (name, problem) => {
    expect(nameProblem(name)).toBe(problem);
  });
});

describe('freeName', () => {
  it('keeps a name that is free', () => {
    expect(freeName('a', new Set(['b']))).toBe('a');
  });

  it('counts up to the first that is free', () => {
    expect(freeName('a', new Set(['a', 'a-2']))).toBe('a-3');
  });
});
