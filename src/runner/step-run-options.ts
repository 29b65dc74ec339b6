import type { Pod } from '../contract/objects.js';
import type { HeldPod } from './held-pod.js';
import type { RecordedResult } from './record.js';

/** What others of the run need to know of a step, once or more often. */
export interface StepListener {
  /** A node was chosen for its pod. */
  readonly onPlaced: (node: string) => void;
  /** The cluster has no room for its pod. */
  readonly onNoRoom: () => void;
  /** Others may rely on it: it runs, and is ready where it has a readiness probe. */
  readonly onStarted: () => void;
  /** Its log says that it has passed. */
  readonly onTrailed: () => void;
}

/** What another runner has made of an attempt: its pod, and how it was to end; or nothing but the wish to create that pod. */
export type ExistingPod =
  | { readonly pod: Pod; readonly result?: RecordedResult }
  | { readonly pod?: undefined; readonly isForgotten: boolean };

export interface StepRunOptions {
  readonly attempt: number;
  /** Variables that are known only now. */
  readonly variables: Readonly<Record<string, string>>;
  /** Its pod, where that was created before. */
  readonly held?: HeldPod;
  readonly existing?: ExistingPod;
  /** Others rely on it already, for another runner has seen it ready. */
  readonly isReliedOn: boolean;
  readonly listener: StepListener;
}
