import { expect, it } from 'vitest';
import { bedFrom } from '../../chaos/bed.js';
import { CLUSTER_PROOFS, LONG } from '../../chaos/proofs.js';

const bed = bedFrom(process.env);

/** The proofs of chaos/, in small. They kill the API server: nothing else may use the cluster meanwhile. */
for (const [name, { ROWS, prove }] of Object.entries(CLUSTER_PROOFS).filter(([proof]) => !LONG.includes(proof))) {
  const title = `holds: ${name} (cluster of PODLINE_E2E_KUBECONFIG)`;
  if (bed)
    it(title, { timeout: 600_000 }, async () => {
      const figures = await prove({ scale: 'ci', seed: 1, bed });

      expect(ROWS).toEqual(expect.arrayContaining(figures.map(({ what }) => what)));
      expect(figures).not.toEqual([]);
    });
  else it.skip(title);
}
