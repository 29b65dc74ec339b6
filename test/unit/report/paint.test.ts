import { describe, expect, it } from 'vitest';
import { colored, nameColor } from '../../../src/report/paint.js';

describe('colours', () => {
  it('begin from a clean state, so that a colour left on in a log does not run on', () => {
    expect(colored('red', 'x')).toBe('\u001b[0;31mx\u001b[0m');
  });

  it('stay the same for the same name and differ among names', () => {
    const names = Array.from({ length: 50 }, (_, index) => `step-${index}`);

    const colors = new Set(names.map(nameColor));

    expect(names.map(nameColor)).toEqual(names.map(nameColor));
    expect(colors.size).toBe(5);
  });
});
