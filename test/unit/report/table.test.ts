import { expect, it } from 'vitest';
import { table } from '../../../src/report/table.js';

it('aligns columns as wide as their widest cell and leaves nothing behind the last word', () => {
  const lines = table(
    [
      { title: 'step', align: 'left' },
      { title: 'ran', align: 'right' },
    ],
    [
      ['a-long-name', '1.0s'],
      ['b', ''],
    ],
  );

  expect(lines).toEqual(['step           ran', 'a-long-name   1.0s', 'b']);
});
