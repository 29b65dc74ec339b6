/** How a run ends: by itself, or by a signal to the program. */
export type End = 'success' | 'failure' | 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGKILL';

export const ENDS: readonly End[] = ['success', 'failure', 'SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'];

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
