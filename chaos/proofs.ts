import * as absences from './absences.js';
import * as boundaries from './boundaries.js';
import * as cancel from './cancel.js';
import * as causes from './causes.js';
import * as ends from './ends.js';
import * as faults from './faults.js';
import * as held from './held.js';
import * as heldOnCluster from './held-on-cluster.js';
import * as killed from './killed.js';
import * as kills from './kills.js';
import * as leaks from './leaks.js';
import * as lines from './lines.js';
import * as nodes from './nodes.js';
import * as outages from './outages.js';
import type { ClusterProofOptions, Proof } from './proof.js';
import * as rotated from './rotated.js';
import * as secrets from './secrets.js';
import * as twoRunners from './two-runners.js';
import * as verdicts from './verdicts.js';

/** Proofs that need nothing but this machine. */
export const EMBEDDED_PROOFS: Readonly<Record<string, Proof>> = { verdicts, held, faults, boundaries, leaks };

/** Proofs on a real cluster; the one that takes it from others comes last. */
export const CLUSTER_PROOFS: Readonly<Record<string, Proof<ClusterProofOptions>>> = {
  cancel,
  causes,
  ends,
  'held-on-cluster': heldOnCluster,
  kills,
  killed,
  'two-runners': twoRunners,
  nodes,
  secrets,
  outages,
  absences,
  lines,
  rotated,
};

/** Those that no change can wait for: they take minutes, whatever the scale. */
export const LONG: readonly string[] = ['rotated'];

/** The rows of docs/reliability.md. */
export const ROWS = [...Object.values(EMBEDDED_PROOFS), ...Object.values(CLUSTER_PROOFS)].flatMap((proof) => proof.ROWS);
