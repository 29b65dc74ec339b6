type Signal = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGKILL';

/** How a run ends: by itself, by `podline cancel` from elsewhere, or by a signal to the program. */
export type End = 'success' | 'failure' | 'cancel' | Signal;

/** Ends of a run that nobody else can reach. */
export const ENDS = ['success', 'failure', 'SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const;
export const CLUSTER_ENDS: readonly End[] = [...ENDS, 'cancel'];

/** Exit statuses; null where a signal ended the program itself. Whatever comes late finds a run that has passed. */
const STATUSES: Readonly<Record<End, readonly (number | null)[]>> = {
  success: [0],
  failure: [1],
  cancel: [0, 130],
  // before the program listens to signals they end it
  SIGINT: [0, 130, null],
  SIGTERM: [0, 143, null],
  SIGHUP: [0, 129, null],
  SIGKILL: [0, null],
};

export function statusesOf(end: End): readonly (number | null)[] {
  return STATUSES[end];
}

/** More than an argument can hold: it is mounted from a ConfigMap. */
const LONG_COMMAND = `: ${'x'.repeat(100 * 1024)}`;

export interface EndingOptions {
  /** A variable of every step. */
  readonly mark?: string;
}

/** A workflow that makes an object of every kind that podline makes, and takes a few seconds. */
export function endingWorkflow(end: End, { mark = '' }: EndingOptions = {}): string {
  const environment = { CHAOS_MARK: mark };
  const step = (name: string, commands: readonly string[], more: object = {}) => ({
    name,
    image: 'alpine',
    environment,
    commands,
    ...more,
  });
  return JSON.stringify({
    skip_clone: true,
    services: [step('service', ['while true; do sleep 1; done'])],
    steps: [
      step('secret', ['sleep 1', 'echo $TOKEN'], { environment: { ...environment, TOKEN: { from_secret: 'token' } } }),
      step('long', [LONG_COMMAND, 'sleep 1']),
      step('end', ['sleep 1', end === 'failure' ? 'exit 1' : 'exit 0']),
      step('after failure', ['sleep 1'], { when: { status: ['success', 'failure'] } }),
    ],
  });
}
