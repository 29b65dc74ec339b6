import { expect, it } from 'vitest';
import { EMBEDDED_PROOFS } from '../../chaos/proofs.js';

/** The proofs of chaos/ that need no cluster, in small. */
for (const [name, prove] of Object.entries(EMBEDDED_PROOFS)) {
  it(`holds: ${name}`, { timeout: 300_000 }, async () => {
    expect(await prove({ scale: 'ci', seed: 1 })).not.toEqual([]);
  });
}
