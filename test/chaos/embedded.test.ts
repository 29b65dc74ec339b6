import { expect, it } from 'vitest';
import { EMBEDDED_PROOFS } from '../../chaos/proofs.js';

/** The proofs of chaos/ that need no cluster, in small. */
it.each(Object.entries(EMBEDDED_PROOFS))('holds: %s', { timeout: 300_000 }, async (_, { ROWS, prove }) => {
  const figures = await prove({ scale: 'ci', seed: 1 });

  expect(figures.map(({ what }) => what)).toEqual(ROWS);
});
