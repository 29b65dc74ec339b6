import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../clock.js';

/** Turns of the event loop in which nobody asked for the time: all that was to happen has happened. */
const QUIET_TURNS = 10;

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

/**
 * Time that stands still while anything happens, and then leaps to the moment that somebody waits for. It sees the end of
 * what this process does by itself, however long that takes on a busy machine; what waits for the system is to be held.
 */
export class VirtualClock implements Clock {
  private readonly sleepers = new Set<Sleeper>();
  private readonly held = new Set<Promise<unknown>>();
  private asked = 0;
  private isRunning = false;
  private isStopped = false;

  /** @param time - when it begins, in milliseconds since 1970 */
  constructor(private time: number) {}

  now(): number {
    this.asked++;
    return this.time;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.asked++;
    if (signal?.aborted || this.isStopped) return;
    await new Promise<void>((resolve) => {
      const wake = () => {
        this.sleepers.delete(sleeper);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const sleeper = { until: this.time + Math.max(0, ms), wake };
      this.sleepers.add(sleeper);
      signal?.addEventListener('abort', wake);
      void this.run();
    });
  }

  /** Stands still until the work is done. */
  async hold(work: Promise<unknown>): Promise<void> {
    this.held.add(work);
    try {
      await work;
    } finally {
      this.held.delete(work);
    }
  }

  /** Nobody waits any longer. */
  stop(): void {
    this.isStopped = true;
    for (const { wake } of [...this.sleepers]) wake();
  }

  private async run(): Promise<void> {
    if (this.isRunning) return;
    this.isRunning = true;
    while (this.sleepers.size > 0) {
      await this.quiet();
      const next = Math.min(...[...this.sleepers].map(({ until }) => until));
      if (Number.isFinite(next)) this.time = Math.max(this.time, next);
      for (const { until, wake } of [...this.sleepers]) if (until <= this.time) wake();
    }
    this.isRunning = false;
  }

  private async quiet(): Promise<void> {
    for (let before = -1; before !== this.asked; ) {
      before = this.asked;
      await Promise.allSettled(this.held);
      for (let turn = 0; turn < QUIET_TURNS && before === this.asked; turn++) await setImmediate();
      if (this.held.size > 0) before = -1;
    }
  }
}
