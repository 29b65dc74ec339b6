/** `unknown`: nobody may look; `skipped`: it does not apply here, or has no sense after what failed before. */
export type FindingStatus = 'ok' | 'warn' | 'fail' | 'unknown' | 'skipped';

/** What `podline doctor` looks at, in the order of its lines. */
export const CHECKS = [
  'server',
  'clock',
  'namespace',
  'rights',
  'quota',
  'limits',
  'storage',
  'nodes',
  'security',
  'pods',
  'volume',
  'rwx',
  'non-root',
  'dns',
  'attach',
  'clean-up',
] as const;

export type Check = (typeof CHECKS)[number];

/** One line of `podline doctor`. */
export interface Finding {
  readonly check: Check;
  readonly status: FindingStatus;
  /** What was seen, without a trailing stop. */
  readonly message: string;
  /** What to do, without a trailing stop. */
  readonly fix?: string;
}
