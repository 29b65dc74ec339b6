import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../../src/clock.js';

interface Sleeper {
  readonly ms: number;
  readonly until: number;
  wake(): void;
}

/** Waits up to `instantMs` are over at once; longer ones when the test says that their time has come. */
export class TestClock implements Clock {
  private time = Date.parse('2026-01-01T00:00:00Z');
  private readonly sleepers = new Set<Sleeper>();
  private onSleep: () => void = () => {};

  constructor(private readonly instantMs: number) {}

  now(): number {
    return this.time;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return;
    if (ms <= this.instantMs) {
      this.time += ms;
      await setImmediate();
      return;
    }
    await new Promise<void>((resolve) => {
      const sleeper: Sleeper = {
        ms,
        until: this.time + ms,
        wake: () => {
          this.sleepers.delete(sleeper);
          signal?.removeEventListener('abort', sleeper.wake);
          resolve();
        },
      };
      this.sleepers.add(sleeper);
      signal?.addEventListener('abort', sleeper.wake, { once: true });
      this.onSleep();
    });
  }

  /** Lets time pass of which nobody is told. */
  skip(ms: number): void {
    this.time += ms;
  }

  /** Waits until somebody waits for `ms`, and lets that time pass. */
  async elapse(ms: number): Promise<void> {
    const isWaited = () => [...this.sleepers].some((sleeper) => sleeper.ms === ms);
    await new Promise<void>((resolve) => {
      this.onSleep = () => {
        if (isWaited()) resolve();
      };
      this.onSleep();
    });
    this.onSleep = () => {};
    this.time += ms;
    for (const sleeper of this.sleepers) if (sleeper.until <= this.time) sleeper.wake();
  }
}
