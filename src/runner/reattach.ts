/** A container that does not run yet closes its connection at once; one that was open for so long is attached. */
export const REFUSAL_MS = 30;

/** How long until the next try: a container mostly runs a second before its pod's status says so. */
const REATTACH_MS = 100;
const QUICK_TRIES = 25;
const SLOW_REATTACH_MS = 1000;

/** The pause after so many tries to attach to a container. */
export function reattachPauseMs(tries: number): number {
  return tries < QUICK_TRIES ? REATTACH_MS : SLOW_REATTACH_MS;
}
