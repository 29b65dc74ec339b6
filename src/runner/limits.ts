/** Limits of a run, in seconds where they are times. */
export interface RunLimits {
  /** How many pods may exist at a time. */
  readonly maxPods: number;
  /** How many pipelines may be under way at a time; 0: any number. */
  readonly concurrency: number;
  /** How many pods are created before their turn; absent: as many as the pace of the steps asks for. */
  readonly ahead?: number;
  /** How long such a pod waits for its turn before it is given back. */
  readonly holdLimitSeconds: number;
  /** How long the run may take. */
  readonly timeoutSeconds: number;
  /** How long a pod may wait for a node, a volume or quota. */
  readonly scheduleTimeoutSeconds: number;
  /** How long an image may fail to be pulled. */
  readonly pullTimeoutSeconds: number;
  /** How often a step is tried again after a fault of the cluster before its script began. */
  readonly infraRetries: number;
  /** From SIGTERM to SIGKILL of a step that is stopped. */
  readonly stopTimeoutSeconds: number;
}

export const DEFAULT_LIMITS: RunLimits = {
  maxPods: 20,
  concurrency: 0,
  holdLimitSeconds: 600,
  timeoutSeconds: 3600,
  scheduleTimeoutSeconds: 600,
  pullTimeoutSeconds: 300,
  infraRetries: 2,
  stopTimeoutSeconds: 20,
};
