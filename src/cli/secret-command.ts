import { execFile } from 'node:child_process';
import { UsageError } from '../errors.js';
import type { Io } from './io.js';
import { secretText } from './secret-text.js';

/** What a Secret can hold. */
const LIMIT_BYTES = 1024 * 1024;
/** A word of quoted and plain pieces; what a shell would do more stands in none of them. */
const WORD = /(?:'[^']*'|"[^"$`\\]*"|[^\s'"$`\\|&;<>()])+/g;

export interface SecretCommandOptions {
  readonly io: Pick<Io, 'cwd' | 'env' | 'stderr'>;
  readonly signal: AbortSignal;
  /** How long the program may take. @default 30 */
  readonly limitSeconds?: number;
}

/**
 * The value that a program such as `op read` prints for a secret, without the line end behind it; its standard error goes
 * to ours. There is no shell between: quotes keep words together, and that is all.
 *
 * @throws UsageError, which tells neither the program's arguments nor what it printed
 */
export async function secretOfCommand(secret: string, command: string, options: SecretCommandOptions): Promise<string> {
  const [program, ...args] = wordsOf(command);
  if (program === undefined)
    throw new UsageError(`the command for secret "${secret}" is empty, or needs a shell`, {
      code: 'wrong-secret-source',
      hint: `quote what is meant literally, or name the shell: --secret-from "${secret}=command:sh -c '...'"`,
    });
  const output = await outputOf([program, ...args], options).catch((error: unknown) => {
    options.signal.throwIfAborted();
    throw new UsageError(`"${program}" did not give secret "${secret}": ${whatHappened(error, options)}`, {
      code: 'secret-command-failed',
      hint: 'run the command by itself to see what is wrong',
    });
  });
  return secretText(secret, output, `the output of "${program}"`).replace(/\r?\n$/, '');
}

/** The words of a command; none where it is more than words. */
function wordsOf(command: string): readonly string[] {
  if (command.replace(WORD, '').trim() !== '') return [];
  return (command.match(WORD) ?? []).map((word) => word.replace(/'([^']*)'|"([^"]*)"/g, '$1$2'));
}

function outputOf([program = '', ...args]: readonly string[], { io, signal, limitSeconds = 30 }: SecretCommandOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      program,
      args,
      {
        cwd: io.cwd,
        env: io.env,
        signal,
        timeout: limitSeconds * 1000,
        killSignal: 'SIGKILL',
        maxBuffer: LIMIT_BYTES,
        encoding: 'buffer',
      },
      (error, stdout) => (error ? reject(error) : resolve(stdout)),
    );
    child.stdin?.on('error', () => undefined).end();
    child.stderr?.on('data', (chunk: Buffer) => io.stderr.write(chunk));
  });
}

/** Never the error's own message: it has the program's arguments and its output in it. */
function whatHappened(error: unknown, { limitSeconds = 30 }: SecretCommandOptions): string {
  const { code, killed, signal } = error as { readonly code?: unknown; readonly killed?: boolean; readonly signal?: string };
  if (code === 'ENOENT') return 'there is no such program';
  if (code === 'EACCES') return 'it may not be run';
  if (code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return `it printed more than ${LIMIT_BYTES / 1024} KiB`;
  if (killed) return `it took longer than ${limitSeconds} s`;
  return signal ? `it was ended by ${signal}` : `it ended with exit code ${String(code)}`;
}
