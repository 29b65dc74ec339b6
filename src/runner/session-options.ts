import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.js';
import type { Cluster } from '../cluster/cluster.js';
import { runIdFrom } from '../contract/names.js';
import type { SeenLog } from '../report/events.js';
import type { RunContext } from './context.js';
import { Debugger } from './debugger.js';
import type { Resumption } from './resumption.js';
import type { RunOptions } from './run-options.js';
import type { Secret } from './secrets.js';

export interface SessionOptions extends RunOptions {
  /** What another runner has read of logs, by step and attempt: `build#1`. */
  readonly seenLogs?: ReadonlyMap<string, SeenLog>;
  /** To be created for the steps. */
  readonly stepSecrets: readonly Secret[];
  /** What another runner has left of the run; absent for a new one. */
  readonly resumption?: Resumption;
}

/** What the options say to all steps of the run. */
export function sharedBySteps(
  { resumption, seenLogs, inputs, inspect }: SessionOptions,
  { cluster, clock }: { readonly cluster: Cluster; readonly clock: Clock },
): Pick<RunContext, 'nonce' | 'debugger' | 'inputs' | 'resumed' | 'seenLogs'> {
  const nonce = resumption?.nonce ?? runIdFrom(randomBytes(10));
  return {
    nonce,
    debugger: new Debugger({ cluster, clock, nonce, inspect }),
    inputs: inputs ?? new Map(),
    resumed: resumption?.steps ?? new Map(),
    seenLogs: seenLogs ?? new Map(),
  };
}
