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

/** Options of a proof that needs a real cluster. */
export interface ClusterProofOptions extends ProofOptions {
  readonly bed: Bed;
}

/** What had to hold did not. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

/** @throws Violation */
export function demand(holds: boolean, violation: string): asserts holds {
  if (!holds) throw new Violation(violation);
}
