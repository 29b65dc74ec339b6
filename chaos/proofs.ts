import * as cancel from './cancel.js';
import * as causes from './causes.js';
import * as ends from './ends.js';
import * as faults from './faults.js';
import * as kills from './kills.js';
import * as lines from './lines.js';
import type { ClusterProofOptions, Figures, ProofOptions } from './proof.js';
import * as secrets from './secrets.js';
import * as verdicts from './verdicts.js';

/** Proofs that need nothing but this machine. */
export const EMBEDDED_PROOFS: Readonly<Record<string, (options: ProofOptions) => Promise<Figures>>> = {
  verdicts: verdicts.prove,
  faults: faults.prove,
};

/** Proofs on a real cluster; the one that takes it from others comes last. */
export const CLUSTER_PROOFS: Readonly<Record<string, (options: ClusterProofOptions) => Promise<Figures>>> = {
  cancel: cancel.prove,
  causes: causes.prove,
  ends: ends.prove,
  kills: kills.prove,
  secrets: secrets.prove,
  lines: lines.prove,
};
