import { execFile } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The two ends of a standard stream: a file descriptor for the child, a socket for us. */
export interface Fifo {
  readonly childEnd: number;
  readonly ourEnd: Socket;
}

/**
 * Named pipes for the standard streams of a child. The socket pairs that Node makes for children cannot be opened
 * again through `/dev/stdin` or `/dev/stderr`, which scripts do; containers have pipes.
 */
export async function makeFifos(folder: string, names: readonly string[]): Promise<Readonly<Record<string, Fifo>>> {
  await run('mkfifo', ['-m', '600', ...names], { cwd: folder });
  return Object.fromEntries(names.map((name) => [name, openFifo(join(folder, name), name === 'stdin' ? 'write' : 'read')]));
}

function openFifo(path: string, we: 'read' | 'write'): Fifo {
  // Held open meanwhile, so that neither of the two opens waits for the other.
  const both = openSync(path, constants.O_RDWR);
  const childEnd = openSync(path, we === 'read' ? constants.O_WRONLY : constants.O_RDONLY);
  const fd = openSync(path, (we === 'read' ? constants.O_RDONLY : constants.O_WRONLY) | constants.O_NONBLOCK);
  closeSync(both);
  const ourEnd = new Socket({ fd, readable: we === 'read', writable: we === 'write' });
  // A reader that is gone is nothing that a writer to a container could act on.
  ourEnd.on('error', () => ourEnd.destroy());
  return { childEnd, ourEnd };
}
