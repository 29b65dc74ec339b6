/**
 * npm run chaos [-- PROOF...]
 *
 * Proves what podline promises when things go wrong, and writes docs/reliability.md. Needs a cluster that it may disturb:
 *   PODLINE_E2E_KUBECONFIG   its kubeconfig; without it only the proofs on the embedded cluster run
 *   CHAOS_CLUSTER            the script that began it (default: ../shared/cluster/cluster)
 *   CHAOS_SCALE              full (default) or ci
 *   CHAOS_SEED               a number (default: 1)
 */
import { fileURLToPath } from 'node:url';
import { bedFrom } from './bed.js';
import type { ProofOptions } from './proof.js';
import { CLUSTER_PROOFS, EMBEDDED_PROOFS, ROWS } from './proofs.js';
import { tableText, writePage } from './results.js';

const PAGE = fileURLToPath(new URL('../docs/reliability.md', import.meta.url));

const { env } = process;
const wanted = process.argv.slice(2);
const options: ProofOptions = { scale: env.CHAOS_SCALE === 'ci' ? 'ci' : 'full', seed: Number(env.CHAOS_SEED ?? 1) };
const bed = bedFrom(env);
const proofs = [
  ...Object.entries(EMBEDDED_PROOFS).map(([name, { prove }]) => ({ name, prove: async () => prove(options) })),
  ...Object.entries(CLUSTER_PROOFS).map(([name, { prove }]) => ({ name, prove: bed && (async () => prove({ ...options, bed })) })),
];
const unknown = wanted.filter((name) => !proofs.some((proof) => proof.name === name));
if (unknown.length > 0) throw new Error(`no proof is called ${unknown.join(', ')}: there are ${proofs.map(({ name }) => name).join(', ')}`);

const command = ['npm run chaos', ...(wanted.length > 0 ? ['--', ...wanted] : [])].join(' ');
const date = new Date().toISOString().slice(0, 10);
for (const { name, prove } of proofs.filter((proof) => wanted.length === 0 || wanted.includes(proof.name))) {
  if (prove === undefined) {
    console.log(`${name}: left out, PODLINE_E2E_KUBECONFIG names no cluster\n`);
    continue;
  }
  try {
    const figures = await prove();
    console.log(tableText(figures));
    if (options.scale === 'full') await writePage(PAGE, { figures, command, date, seed: options.seed }, ROWS);
  } catch (error) {
    console.error(`${name}:`, error, '\n');
    process.exitCode = 1;
  }
}
