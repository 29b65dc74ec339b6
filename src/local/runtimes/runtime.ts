import type { Readable, Writable } from 'node:stream';
import type { LocalMeta } from '../objects.js';

/** A folder or file of this machine that appears inside a container. */
export interface Mount {
  readonly source: string;
  /** Absolute path inside the container. */
  readonly target: string;
  readonly readOnly: boolean;
}

/** A container with everything resolved: what the kubelet asks a runtime to start. */
export interface ContainerSpec {
  /** Program and its arguments; never empty. */
  readonly command: readonly string[];
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Absolute path inside the container; made where it does not exist. */
  readonly workingDir: string;
  readonly mounts: readonly Mount[];
  /** File of this machine that is the container's `/etc/hosts`. */
  readonly hostsFile: string;
  /** Standard input stays open; else it is empty. */
  readonly stdin: boolean;
  /** Bytes; enforced where the machine lets us. */
  readonly memoryLimit?: number;
  /** The pod that it is one of; absent for a trial. */
  readonly pod?: LocalMeta;
  /** A folder of this container's own for the runtime; removed by the caller. */
  readonly folder: string;
}

/** How a container ended. */
export interface ContainerExit {
  /** 128 + signal for a signal. */
  readonly code: number;
  /** The kernel ended one of its processes, not always the first, because the memory limit was reached. */
  readonly outOfMemory: boolean;
}

/** A container that was started. */
export interface RunningContainer {
  /** Leader of a process group that holds all processes of the container that the kernel does not kill with it. */
  readonly pid: number;
  /** Folder of its cgroup, where it has one of its own; gone when it has ended. */
  readonly cgroup?: string;
  readonly stdin?: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Never rejects. */
  readonly exit: Promise<ContainerExit>;
  /** Asks the container's first process to end. */
  terminate(): void;
  /** Ends every process of the container at once. */
  kill(): void;
  /** Runs one more command inside the container and resolves with its exit code. */
  exec(command: readonly string[], signal: AbortSignal): Promise<number>;
  /** Answers every readiness probe, where nothing can be asked. */
  isReady?(): boolean;
  /** The same in the terminal of this process, which waits meanwhile. */
  enter(command: readonly string[], signal: AbortSignal): Promise<number>;
}

/** What runs containers: behind this interface, so that runtimes with real images can come later. */
export interface Runtime {
  /** True where a container without a command runs what its image says. @default false */
  readonly hasImages?: boolean;
  /** @throws UsageError where this machine cannot run containers this way; the hint says what to do */
  check(folder: string): Promise<void>;
  /** @throws StartError where the container cannot be started */
  start(spec: ContainerSpec): Promise<RunningContainer>;
}

/** The container could not be started; the message is shown in the pod's status. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
