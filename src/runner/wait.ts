import type { Reason } from '../report/events.js';

/** Why a pod does not run yet. */
export interface Wait {
  readonly reason: Reason;
  readonly message: string;
  readonly hint?: string;
  /** How long it may last: not at all, as long as a pull may fail, as long as scheduling may take, as long as the run. */
  readonly patience: 'none' | 'pull' | 'schedule' | 'run';
  /** What the node says is not there. It may not have heard of it yet: the cluster knows. */
  readonly missing?: readonly MissingObject[];
}

/** An object that a pod needs, and that its node does not find. */
export interface MissingObject {
  readonly kind: 'Secret' | 'ConfigMap';
  readonly name: string;
}
