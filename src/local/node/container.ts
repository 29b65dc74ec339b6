import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../clock.js';
import type { ContainerState } from '../../contract/objects.js';
import { parseQuantity } from '../api/quantity.js';
import { timestamp } from '../objects.js';
import type { LocalContainer } from '../pod.js';
import { type ContainerSpec, type RunningContainer, type Runtime, StartError } from '../runtimes/runtime.js';
import { LogFile } from './log-file.js';
import type { ContainerRecord } from './pod-status.js';
import { watchReadiness } from './probes.js';

export interface ContainerOptions {
  readonly runtime: Runtime;
  readonly clock: Clock;
  /** A folder of this container's own. */
  readonly folder: string;
  /** Tells that {@link Container.record} has changed. */
  readonly changed: () => void;
  /** Told when its readiness probe does not succeed. */
  readonly unready: (message: string) => void;
  /** Tells what must not outlive the cluster. */
  readonly started: (running: RunningContainer) => void;
}

/** Milliseconds that output may go on after the end, from processes that got away from their group. */
const DRAIN_LIMIT = 2_000;

/** One container of a pod on the node, from "waiting" over "running" to "terminated". */
export class Container {
  readonly log: LogFile;
  private readonly id = `process://${randomBytes(32).toString('hex')}`;
  private current: ContainerState = { waiting: { reason: 'ContainerCreating' } };
  private ready: boolean;
  private readonly over = new AbortController();
  private outOfMemory = false;
  private process: RunningContainer | undefined;
  /** How the container shall end, also when it is only about to start. */
  private end: 'terminate' | 'kill' | undefined;

  constructor(
    readonly spec: LocalContainer,
    private readonly options: ContainerOptions,
  ) {
    this.ready = spec.readinessProbe === undefined;
    mkdirSync(options.folder, { recursive: true });
    this.log = new LogFile(join(options.folder, 'log'), options.clock);
  }

  get record(): ContainerRecord {
    const { name, image } = this.spec;
    return { name, image, id: this.current.waiting === undefined ? this.id : undefined, state: this.current, ready: this.ready };
  }

  get state(): ContainerState {
    return this.current;
  }

  /** What runs; `undefined` before and after. */
  get running(): RunningContainer | undefined {
    return this.process;
  }

  /** Aborts when the container has ended. */
  get ended(): AbortSignal {
    return this.over.signal;
  }

  wait(reason: string, message?: string): void {
    this.become({ waiting: message === undefined ? { reason } : { reason, message } });
  }

  /** Runs to the end; never rejects: what goes wrong is in the state. */
  async run(spec: Omit<Required<ContainerSpec>, 'folder' | 'stdin' | 'memoryLimit'>): Promise<void> {
    const { runtime, clock, folder, started } = this.options;
    const scratch = join(folder, 'runtime');
    mkdirSync(scratch);
    try {
      if (spec.command.length === 0 && !runtime.hasImages) {
        throw new StartError(
          `the embedded cluster runs no images, and the container "${this.spec.name}" of pod ${spec.pod.name} has no command`,
        );
      }
      const memoryLimit = parseQuantity(this.spec.resources?.limits?.memory ?? '');
      const running = await runtime.start({ ...spec, stdin: this.spec.stdin === true, memoryLimit, folder: scratch });
      started(running);
      this.process = running;
      if (this.end !== undefined) running[this.end]();
      await this.follow(running);
    } catch (error) {
      const finishedAt = timestamp(clock.now());
      const message = error instanceof Error ? error.message : String(error);
      this.become({
        terminated: { exitCode: 128, reason: 'StartError', message, startedAt: timestamp(0), finishedAt, containerID: this.id },
      });
    } finally {
      this.process = undefined;
      this.over.abort();
      this.log.end();
      rmSync(scratch, { recursive: true, force: true });
    }
  }

  terminate(): void {
    this.end ??= 'terminate';
    this.process?.terminate();
  }

  kill(): void {
    this.end = 'kill';
    this.process?.kill();
  }

  /** Ends the container as the kernel does when memory runs out. */
  killForMemory(): void {
    this.outOfMemory = true;
    this.kill();
  }

  private async follow(running: RunningContainer): Promise<void> {
    const { clock, unready: failed } = this.options;
    const startedAt = timestamp(clock.now());
    const over = new AbortController();
    this.become({ running: { startedAt } });
    const drained = Promise.all([this.log.drain(running.stdout, 'stdout'), this.log.drain(running.stderr, 'stderr')]);
    const report = (ready: boolean) => {
      this.ready = ready;
      this.options.changed();
    };
    const { readinessProbe } = this.spec;
    const probing = readinessProbe && watchReadiness(readinessProbe, running, { clock, signal: over.signal, report, failed });
    const exit = await running.exit;
    running.kill();
    await Promise.race([drained, clock.sleep(DRAIN_LIMIT, over.signal)]);
    await allRead();
    over.abort();
    await probing;
    for (const stream of [running.stdin, running.stdout, running.stderr]) stream?.destroy();
    await drained;
    const exitCode = this.outOfMemory ? 137 : exit.code;
    const reason = this.outOfMemory || exit.outOfMemory ? 'OOMKilled' : exitCode === 0 ? 'Completed' : 'Error';
    this.become({
      terminated: { exitCode, reason, startedAt, finishedAt: timestamp(clock.now()), containerID: this.id },
    });
  }

  private become(state: ContainerState): void {
    this.current = state;
    this.options.changed();
  }
}

/**
 * Resolves when what stands in pipes has been read. Where this process had to wait for its processor, the event loop finds
 * timers over before it looks at pipes; one whole turn of it empties them, and the first of two may be under way.
 */
async function allRead(): Promise<void> {
  for (let turns = 0; turns < 2; turns++) await setImmediate();
}
