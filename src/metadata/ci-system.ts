import type { Facts } from './facts.js';

export type Variables = Readonly<Record<string, string | undefined>>;

/** A CI system that podline may run in. */
export interface CiSystem {
  readonly name: string;
  /** True inside of one of its pipelines. */
  readonly isHere: (variables: Variables) => boolean;
  /** @param event - of GitHub: what its event file holds */
  readonly facts: (variables: Variables, event: unknown) => Facts;
}
