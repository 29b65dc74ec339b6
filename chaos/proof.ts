import type { Bed } from './bed.js';

/** What a proof measured, and what it had to be: a row of docs/reliability.md. */
export interface Figure {
  readonly what: string;
  readonly figure: string;
  readonly mustShow: string;
}

export type Figures = readonly Figure[];

/** `ci`: what every change can wait for; `full`: what a release is measured with. */
export type Scale = 'ci' | 'full';

export interface ProofOptions {
  readonly scale: Scale;
  /** Same seed, same workflows, moments and faults. */
  readonly seed: number;
}

/** Something promised, and how it is measured. */
export interface Proof<Options extends ProofOptions = ProofOptions> {
  /** What its figures are called: the rows that it writes. */
  readonly ROWS: readonly string[];
  readonly prove: (options: Options) => Promise<Figures>;
}

/** Options of a proof that needs a real cluster. */
export interface ClusterProofOptions extends ProofOptions {
  readonly bed: Bed;
}

/** What had to hold did not. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

/** How often a time is taken before it counts: a machine that runs other tests too may be busy for a moment. */
const TRIES = { ci: 3, full: 1 };

export interface Bound {
  readonly scale: Scale;
  readonly seconds: number;
  readonly what: string;
}

/** Seconds that something takes. @throws Violation where they are too many */
export async function demandWithin({ scale, seconds, what }: Bound, measure: () => Promise<number>): Promise<number> {
  let measured = Infinity;
  for (let left = TRIES[scale]; left > 0 && measured > seconds; left--) measured = await measure();
  demand(measured <= seconds, `${what}: it took ${measured.toFixed(1)} s`);
  return measured;
}

/** @throws Violation */
export function demand(holds: boolean, violation: string): asserts holds {
  if (!holds) throw new Violation(violation);
}
