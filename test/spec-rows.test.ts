import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './docs/pages.js';
import { SPEC_ROWS } from './spec-rows.js';

const SECTIONS = [9, 5, 9].flatMap((count, part) => Array.from({ length: count }, (_, index) => `${part + 1}.${index + 1}`));

describe('the specification of the language', () => {
  it.each(SPEC_ROWS)('%s, %s: has a test in %s, "%s"', (_section, _rows, file, title) => {
    expect(readFileSync(join(ROOT, 'test', file), 'utf8')).toContain(title);
  });

  it('has no section without a test', () => {
    expect([...new Set(SPEC_ROWS.map(([section]) => section))]).toEqual(SECTIONS);
  });
});
