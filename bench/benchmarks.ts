import * as absentImage from './absent-image.js';
import * as ahead from './ahead.js';
import type { Benchmark, BenchOptions, ClusterBenchOptions } from './benchmark.js';
import * as chains from './chains.js';
import * as diamond from './diamond.js';
import * as logLag from './log-lag.js';
import * as logThroughput from './log-throughput.js';
import * as manyRuns from './many-runs.js';
import * as narrow from './narrow.js';
import * as oneStep from './one-step.js';
import type { Place } from './place.js';
import * as reaction from './reaction.js';
import * as start from './start.js';
import * as synthesis from './synthesis.js';

/** Where benchmarks can be run: on this machine without a cluster, on the embedded cluster, on a real one. */
export type Where = 'machine' | Place['name'];

type ByName<Options extends BenchOptions> = Readonly<Record<string, Benchmark<Options>>>;

const ON_BOTH: ByName<ClusterBenchOptions> = {
  chains,
  diamond,
  'one-step': oneStep,
  ahead,
  'log-lag': logLag,
  'log-throughput': logThroughput,
  reaction,
  'many-runs': manyRuns,
};

export const MACHINE: ByName<BenchOptions> = { start, synthesis };
export const EMBEDDED: ByName<ClusterBenchOptions> = { ...ON_BOTH, 'log-throughput-local': logThroughput.locally };
/** Also those that need a registry, a quota or a node that is full. */
export const CLUSTER: ByName<ClusterBenchOptions> = { ...ON_BOTH, narrow, 'absent-image': absentImage };

const IN_WORDS: Readonly<Record<Where, string>> = { machine: '', embedded: ', embedded cluster', cluster: ', real cluster' };

/** What a row of docs/performance.md begins with. */
export function rowName(what: string, where: Where): string {
  return what + IN_WORDS[where];
}

/** The rows of docs/performance.md. */
export const ROWS = [...rowsOf(CLUSTER, 'cluster'), ...rowsOf(EMBEDDED, 'embedded'), ...rowsOf(MACHINE, 'machine')];

function rowsOf(benchmarks: Readonly<Record<string, { readonly ROWS: readonly string[] }>>, where: Where): readonly string[] {
  return Object.values(benchmarks).flatMap((benchmark) => benchmark.ROWS.map((what) => rowName(what, where)));
}
