import type { TerminalSize } from '../cluster/cluster.js';
import type { Sink } from '../report/sink.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A signal of the operating system that ends a run. */
export type StopSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** An output of the program. */
export interface Output extends Sink {
  /** The size of a terminal. */
  readonly columns?: number;
  readonly rows?: number;
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown;
}

/** A process that was started to outlive this one. */
export interface DetachedProcess {
  readonly pid: number;
  /** What it wrote to its standard error so far. */
  readonly errors: string;
  /** That of its run; absent where that has not begun. */
  readonly namespace?: string;
  /** Absent while it goes on. */
  readonly exitStatus?: number;
}

/** What is to be done around a time in which the process is suspended, as by Ctrl-Z. */
export interface Suspension {
  suspend(): void;
  resume(): void;
}

export interface TerminalListener {
  readonly onInput: (bytes: Uint8Array) => void;
  readonly onResize: (size: TerminalSize) => void;
}

/** The terminal that a person sits at. */
export interface Terminal {
  readonly size: TerminalSize;
  /** Hands on all that is typed, Ctrl-C too, and each new size, until the returned function is called. */
  take(listener: TerminalListener): () => void;
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
  /** Absent where standard input or output is something else. */
  readonly terminal?: Terminal;
  /** Identifies this process on this machine since its boot: `boot/pid/start`. */
  readonly identity: () => Promise<string>;
  /** Starts this program once more with these arguments, as a process that outlives this one. Resolves when it has begun its run, or has ended. */
  readonly startDetached: (argv: readonly string[]) => Promise<DetachedProcess>;
  /** Tells who has started this process in this way that its run has begun, and in which namespace. */
  readonly tellBegun: (namespace: string) => void;
  onSignal(signal: StopSignal, listener: () => void): void;
  /** Called when the process is about to go, however that came. */
  onExit(listener: () => void): void;
  onSuspend(suspension: Suspension): void;
}
