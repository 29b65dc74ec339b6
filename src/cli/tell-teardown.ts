import { errorText } from '../report/error-text.js';
import type { Teardown } from '../runner/teardown.js';
import type { Io } from './io.js';

/** Tells what the tear-down of a run came to, after a word on the run. Returns the exit status. */
export function tellTeardown({ stdout, stderr }: Io, said: string, { leftovers, problem }: Teardown): number {
  if (leftovers.length === 0) {
    stdout.write(`${said}: nothing left on the cluster\n`);
    return 0;
  }
  stderr.write(`${said}: left on the cluster: ${leftovers.join(', ')}\n${problem ? errorText(problem) : ''}`);
  return 3;
}
