/** Limits of a run, in seconds where they are times. */
export interface RunLimits {
  /** How many pods may exist at a time. */
  readonly maxPods: number;
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
  timeoutSeconds: 3600,
  scheduleTimeoutSeconds: 600,
  pullTimeoutSeconds: 300,
  infraRetries: 2,
  stopTimeoutSeconds: 20,
};
