/** How long a test waits for what has to come: no more than a guard, so that it makes no difference how busy the machine is. */
export const PATIENCE = { timeout: 90_000, interval: 50 } as const;

/** The same for what is asked of a cluster or costs a process. */
export const SLOW_PATIENCE = { ...PATIENCE, interval: 200 } as const;
