import { isPodlineError } from '../errors.js';
import { errorText } from '../report/error-text.js';
import type { RunEvent } from '../report/events.js';
import { neutralize } from '../report/neutralize.js';
import type { Inspect } from '../runner/debugger.js';
import type { Io } from './io.js';
import { type Enter, shellCommand } from './shell.js';

type OnEvent = (event: RunEvent) => void | Promise<void>;

/** Opens a shell in each step that failed; what else happens is told when it is closed. */
export class ShellOnFailure {
  /** Resolves when the terminal is free. */
  private closed?: Promise<void>;

  constructor(
    private readonly io: Io,
    private readonly enter: Enter,
  ) {}

  readonly inspect: Inspect = async (failed) => {
    const open = this.open(failed);
    this.closed = open.finally(() => {
      this.closed = undefined;
    });
    await this.closed;
  };

  /** The same listener, which waits while a shell is open. */
  quiet(onEvent: OnEvent): OnEvent {
    return (event) => (this.closed ? this.closed.then(() => onEvent(event)) : onEvent(event));
  }

  private async open({ step, pod, exitCode, signal }: Parameters<Inspect>[0]): Promise<void> {
    const { stderr, env } = this.io;
    stderr.write(
      `${neutralize(step)} failed with exit code ${exitCode}: this is a shell in its container, the run waits until you leave it\n`,
    );
    try {
      await this.enter(pod, shellCommand(env.TERM), signal);
    } catch (error) {
      if (signal.aborted) stderr.write('the container has ended\n');
      else if (isPodlineError(error)) stderr.write(errorText(error));
      else throw error;
    }
  }
}
