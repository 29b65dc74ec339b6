import { expect, it } from 'vitest';
import { bedFrom } from '../../chaos/bed.js';
import { CLUSTER_PROOFS } from '../../chaos/proofs.js';

const bed = bedFrom(process.env);

/** The proofs of chaos/, in small. They kill the API server: nothing else may use the cluster meanwhile. */
for (const [name, prove] of Object.entries(CLUSTER_PROOFS)) {
  if (bed)
    it(`holds: ${name}`, { timeout: 300_000 }, async () => {
      expect(await prove({ scale: 'ci', seed: 1, bed })).not.toEqual([]);
    });
  else it.skip(`holds: ${name} (real cluster: PODLINE_E2E_KUBECONFIG names none)`);
}
