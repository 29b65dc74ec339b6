import type { Io, StopSignal } from './io.js';

/** Exit status of a run that a signal or a closed output ended: 128 and the number of the signal. */
const STATUS: Readonly<Record<StopSignal, number>> = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
const BROKEN_PIPE = 141;

/** How a person ends a run. */
export interface Cancellation {
  /** The run is to end; the reason is the exit status. */
  readonly signal: AbortSignal;
  /** The person does not want to wait for the cluster any longer. */
  readonly hurry: AbortSignal;
}

/** A first signal, or a reader that went away, cancels; a second signal stops the waiting. */
export function cancellationOf(io: Io): Cancellation {
  const cancel = new AbortController();
  const hurry = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    io.onSignal(signal, () => {
      if (cancel.signal.aborted) hurry.abort();
      else cancel.abort(STATUS[signal]);
    });
  }
  for (const output of [io.stdout, io.stderr]) {
    output.on('error', (error) => {
      if (error.code === 'EPIPE') cancel.abort(BROKEN_PIPE);
      else cancel.abort(STATUS.SIGHUP);
    });
  }
  return { signal: cancel.signal, hurry: hurry.signal };
}
