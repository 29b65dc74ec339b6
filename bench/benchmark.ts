import type { Place } from './place.js';

export type Unit = 'ms' | 's' | 'MB/s' | 'MiB' | 'lines/s' | 'sockets' | 'requests';

/** What the figure is compared with, measured in the same run. */
export interface Baseline {
  readonly what: string;
  readonly figure: number;
}

/** What the figure, or its ratio or difference to the baseline, has to be. */
export interface Must {
  readonly of: 'figure' | 'ratio' | 'difference';
  readonly most?: number;
  readonly least?: number;
}

/** A row of docs/performance.md. */
export interface Measured {
  readonly what: string;
  readonly figure: number;
  readonly unit: Unit;
  /** How much it was measured on, such as `100 gaps`. */
  readonly detail?: string;
  readonly baseline?: Baseline;
  readonly must: Must;
}

/** `smoke`: only that it can be measured; its figures say nothing. */
export type Scale = 'full' | 'smoke';

export interface BenchOptions {
  readonly scale: Scale;
  /** Flag of runs without a cluster that this machine can do. */
  readonly local: string;
}

/** Options of a benchmark that needs a cluster. */
export interface ClusterBenchOptions extends BenchOptions {
  readonly place: Place;
}

export interface Benchmark<Options extends BenchOptions = BenchOptions> {
  /** What its rows are called. */
  readonly ROWS: readonly string[];
  readonly measure: (options: Options) => Promise<readonly Measured[]>;
}

export function ratioOf({ figure, baseline }: Measured): number | undefined {
  return baseline && figure / baseline.figure;
}

/** True where the figure is what it has to be. */
export function holds(measured: Measured): boolean {
  const { figure, baseline, must } = measured;
  const compared = { figure, ratio: ratioOf(measured), difference: baseline && figure - baseline.figure }[must.of];
  if (compared === undefined) return false;
  return compared <= (must.most ?? Infinity) && compared >= (must.least ?? -Infinity);
}
