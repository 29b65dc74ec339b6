import type { Sink } from '../report/sink.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A signal of the operating system that ends a run. */
export type StopSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** An output of the program. */
export interface Output extends Sink {
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown;
}

/** The world as the program sees it: its process, as arguments. */
export interface Io {
  /** What was typed behind the program's name. */
  readonly argv: readonly string[];
  readonly env: Environment;
  readonly cwd: string;
  readonly home: string;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Identifies this process on this machine since its boot: `boot/pid/start`. */
  readonly identity: () => Promise<string>;
  onSignal(signal: StopSignal, listener: () => void): void;
}
