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
import type { Figure, ProofOptions } from './proof.js';
import { CLUSTER_PROOFS, EMBEDDED_PROOFS } from './proofs.js';
import { tableText, writePage } from './results.js';

const PAGE = fileURLToPath(new URL('../docs/reliability.md', import.meta.url));

const { env } = process;
const wanted = process.argv.slice(2);
const options: ProofOptions = { scale: env.CHAOS_SCALE === 'ci' ? 'ci' : 'full', seed: Number(env.CHAOS_SEED ?? 1) };
const bed = bedFrom(env);
const proofs = [
  ...Object.entries(EMBEDDED_PROOFS).map(([name, prove]) => ({ name, prove: async () => prove(options) })),
  ...Object.entries(CLUSTER_PROOFS).map(([name, prove]) => ({ name, prove: bed && (async () => prove({ ...options, bed })) })),
].filter(({ name }) => wanted.length === 0 || wanted.includes(name));

const figures: Figure[] = [];
for (const { name, prove } of proofs) {
  if (prove === undefined) {
    console.log(`${name}: left out, PODLINE_E2E_KUBECONFIG names no cluster\n`);
    continue;
  }
  try {
    const proved = await prove();
    figures.push(...proved);
    console.log(tableText(proved));
  } catch (error) {
    console.error(`${name}:`, error, '\n');
    process.exitCode = 1;
  }
}
if (options.scale === 'full') {
  const command = ['npm run chaos', ...(wanted.length > 0 ? ['--', ...wanted] : [])].join(' ');
  await writePage(PAGE, { figures, command, date: new Date().toISOString().slice(0, 10), seed: options.seed });
}
