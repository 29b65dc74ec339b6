/**
 * npm run bench [-- --cluster] [-- NAME...]
 *
 * Measures podline on this machine and on the embedded cluster or, with --cluster, on the one that PODLINE_E2E_KUBECONFIG names.
 * Writes docs/performance.md and bench/results/*.json; the exit status is 1 where a figure is not what it must be.
 */
import { arch, cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { KubeCluster } from '../src/cluster/kube-cluster.js';
import { setup } from '../test/build.js';
import { type BenchOptions, holds, type Measured } from './benchmark.js';
import { CLUSTER, EMBEDDED, MACHINE, ROWS, type Where } from './benchmarks.js';
import { connectReal, localFlag, type Place, startEmbedded } from './place.js';
import { rowText, writeJson, writePage } from './results.js';

const PAGE = fileURLToPath(new URL('../docs/performance.md', import.meta.url));
const RESULTS = fileURLToPath(new URL('results', import.meta.url));

const { values, positionals: wanted } = parseArgs({ options: { cluster: { type: 'boolean', default: false } }, allowPositionals: true });
const known = values.cluster ? Object.keys(CLUSTER) : [...Object.keys(MACHINE), ...Object.keys(EMBEDDED)];
const unknown = wanted.filter((name) => !known.includes(name));
if (unknown.length > 0) throw new Error(`no benchmark is called ${unknown.join(', ')}: there are ${known.join(', ')}`);

await setup();
const options: BenchOptions = { scale: 'full', local: await localFlag() };
const place = values.cluster ? await connectReal(process.env) : await startEmbedded(options.local);
try {
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? arch()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
  const server = values.cluster ? `, Kubernetes ${await serverVersion(place)}` : '';
  for (const name of known.filter((each) => wanted.length === 0 || wanted.includes(each))) {
    const { where, measure } = benchmarkOf(name, place);
    try {
      await tell(name, { where, measured: await measure(), machine: machine + (where === 'cluster' ? server : '') });
    } catch (error) {
      console.error(`${name}:`, error, '\n');
      process.exitCode = 1;
    }
  }
} finally {
  await place.stop();
}

interface Figures {
  readonly where: Where;
  readonly measured: readonly Measured[];
  readonly machine: string;
}

async function tell(benchmark: string, { where, measured, machine }: Figures): Promise<void> {
  for (const each of measured) console.log(rowText(each));
  if (!measured.every(holds)) process.exitCode = 1;
  const command = ['npm run bench --', ...(values.cluster ? ['--cluster'] : []), benchmark].join(' ');
  const measurement = { benchmark, measured, where, machine, command, date: new Date().toISOString().slice(0, 10) };
  await writePage(PAGE, measurement, ROWS);
  await writeJson(RESULTS, measurement);
}

function benchmarkOf(name: string, place: Place): { readonly where: Where; readonly measure: () => Promise<readonly Measured[]> } {
  const alone = values.cluster ? undefined : MACHINE[name];
  if (alone) return { where: 'machine', measure: async () => alone.measure(options) };
  const benchmark = (values.cluster ? CLUSTER : EMBEDDED)[name];
  if (!benchmark) throw new Error(`no benchmark is called ${name}`);
  return { where: place.name, measure: async () => benchmark.measure({ ...options, place }) };
}

async function serverVersion({ kubeconfig }: Place): Promise<string> {
  const cluster = await KubeCluster.connect({ kubeconfig, env: {}, home: '/', namespace: 'default' });
  const { major, minor } = await cluster.version();
  cluster.close();
  return `${major}.${minor}`;
}
