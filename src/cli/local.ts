import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startEmbedded } from '../embedded.js';
import { UsageError } from '../errors.js';
import { cancellationOf } from './cancellation.js';
import type { Invocation } from './commands.js';
import { runtimeOf } from './embedded-runtime.js';
import { settingsOf } from './settings.js';

/** First line of a kubeconfig that this command wrote, and so may write again. */
const MARK = '# written by podline local; it goes when podline local ends\n';

export async function execute(invocation: Invocation): Promise<number> {
  const { io, flags } = invocation;
  const given = flags['write-kubeconfig'];
  if (given === undefined)
    throw new UsageError('--write-kubeconfig is missing', { code: 'missing-option', hint: 'podline local --write-kubeconfig FILE' });
  const file = path.resolve(io.cwd, given);
  await refuseOthers(file, given);
  const { namespace } = settingsOf(io.env, flags);
  const { signal } = cancellationOf(io);
  const embedded = await startEmbedded({ namespace, runtime: runtimeOf(flags.local) });
  try {
    await writeFile(file, MARK + embedded.kubeconfig, { mode: 0o600 });
    io.stdout.write(`embedded cluster with the namespace ${namespace}: kubectl --kubeconfig ${given} get pods -n ${namespace}\n`);
    await aborted(signal);
  } finally {
    await rm(file, { force: true });
    await embedded.stop();
  }
  return 0;
}

async function refuseOthers(file: string, given: string): Promise<void> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new UsageError(`"${given}" cannot be read`, { code: 'unreadable-file', cause: error });
  });
  if (text !== undefined && !text.startsWith(MARK))
    throw new UsageError(`"${given}" was not written by podline local, and is not overwritten`, {
      code: 'file-exists',
      hint: 'name another file',
    });
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  // the listener alone does not keep the process alive; the cluster's server does
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
