import { expect, it } from 'vitest';
import { prove } from '../../chaos/faults.js';

it('random pipelines end in the same way under random faults', { timeout: 300_000 }, async () => {
  await expect(prove({ scale: 'ci', seed: 1 })).resolves.toHaveLength(1);
});
