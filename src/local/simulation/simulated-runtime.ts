import { PassThrough, type Writable } from 'node:stream';
import type { Clock } from '../../clock.js';
import { endTrailer, GATE_STATUS, GATE_VARIABLE, NONCE_VARIABLE, startMarker } from '../../contract/markers.js';
import type { LocalMeta } from '../objects.js';
import { type ContainerExit, type ContainerSpec, type RunningContainer, type Runtime, StartError } from '../runtimes/runtime.js';

/** What a container does, in place of its image and its commands. */
export interface Behaviour {
  /** Milliseconds that its image takes before it runs. */
  readonly startupMs: number;
  /** Milliseconds from its start to its end; infinite for one that is stopped. */
  readonly durationMs: number;
  /** Milliseconds from its start until it is ready, where anybody asks. */
  readonly readyMs: number;
  readonly exitCode: number;
  /** The kernel ends it, for it uses more memory than it may. */
  readonly isOutOfMemory: boolean;
  readonly lines: readonly string[];
  /** Somebody else ends its pod then, and it is the one to be told. */
  readonly onEnd?: () => Promise<void>;
}

export interface SimulatedRuntimeOptions {
  readonly clock: Clock;
  readonly behaviourOf: (pod: LocalMeta) => Behaviour;
}

const KILLED = 137;
const TERMINATED = 143;

/** Runs nothing: a container is the time that it takes and the way that it ends. What it says to the runner is what podline's shell says. */
export class SimulatedRuntime implements Runtime {
  readonly hasImages = true;

  constructor(private readonly options: SimulatedRuntimeOptions) {}

  async check(): Promise<void> {}

  async start(spec: ContainerSpec): Promise<RunningContainer> {
    if (spec.pod === undefined) throw new StartError('a container without a pod cannot be simulated');
    const { clock, behaviourOf } = this.options;
    const behaviour = behaviourOf(spec.pod);
    await clock.sleep(behaviour.startupMs);
    return new SimulatedContainer(spec, behaviour, clock);
  }
}

class SimulatedContainer implements RunningContainer {
  // what is written down to be ended with the cluster ends with this process
  readonly pid = process.pid;
  readonly stdin?: PassThrough;
  readonly stdout = new PassThrough();
  readonly stderr = new PassThrough();
  readonly exit: Promise<ContainerExit>;
  private readonly terminated = new AbortController();
  private readonly killed = new AbortController();
  private readonly startedAt: number;

  constructor(
    spec: ContainerSpec,
    private readonly behaviour: Behaviour,
    private readonly clock: Clock,
  ) {
    this.startedAt = clock.now();
    if (spec.stdin) this.stdin = new PassThrough();
    this.exit = this.run(spec.env).finally(() => {
      for (const stream of [this.stdout, this.stderr] as readonly Writable[]) stream.end();
    });
  }

  terminate(): void {
    this.terminated.abort();
  }

  kill(): void {
    this.killed.abort();
  }

  isReady(): boolean {
    return this.clock.now() - this.startedAt >= this.behaviour.readyMs;
  }

  async exec(): Promise<number> {
    return this.isReady() ? 0 : 1;
  }

  /** Nothing is in there that a person could look at. */
  async enter(): Promise<number> {
    return 1;
  }

  private async run(env: Readonly<Record<string, string>>): Promise<ContainerExit> {
    const { clock, behaviour } = this;
    const stopped = AbortSignal.any([this.terminated.signal, this.killed.signal]);
    if (env[GATE_VARIABLE] !== undefined && !(await this.isLetGo(stopped))) return this.ended(GATE_STATUS);
    const nonce = env[NONCE_VARIABLE];
    if (nonce !== undefined) this.stdout.write(startMarker(nonce));
    for (const line of behaviour.lines) this.stdout.write(`${line}\n`);
    await clock.sleep(behaviour.durationMs, stopped);
    if (!stopped.aborted && behaviour.isOutOfMemory) return { code: KILLED, outOfMemory: true };
    if (!stopped.aborted && behaviour.onEnd) await Promise.all([behaviour.onEnd(), once(stopped)]);
    const { code } = this.ended(behaviour.exitCode);
    if (nonce !== undefined && code !== KILLED) this.stdout.write(endTrailer(nonce, code));
    return { code, outOfMemory: false };
  }

  /** Waits at the gate for the line that opens it. */
  private async isLetGo(stopped: AbortSignal): Promise<boolean> {
    const line = new Promise<boolean>((resolve) => {
      this.stdin?.once('data', () => resolve(true));
      this.stdin?.once('end', () => resolve(false));
    });
    return Promise.race([line, once(stopped).then(() => false)]);
  }

  private ended(code: number): ContainerExit {
    const forced = this.killed.signal.aborted ? KILLED : this.terminated.signal.aborted ? TERMINATED : undefined;
    return { code: forced ?? code, outOfMemory: false };
  }
}

async function once(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
