import { randomBytes } from 'node:crypto';
import { runIdFrom } from '../contract/names.js';
import { UsageError } from '../errors.js';
import type { Invocation } from './commands.js';
import { clusterFlags } from './next-commands.js';
import { runIdArgument } from './run-id.js';

/** Has the same command go on as a process in the background, and prints the id of its run. */
export async function detach({ io, flags }: Invocation): Promise<number> {
  if (flags.local !== undefined)
    throw new UsageError('--detach needs a cluster that stays, --local does not', {
      code: 'detach-local',
      hint: 'start podline local beside it, and run with its kubeconfig',
    });
  const run = flags.run === undefined ? runIdFrom(randomBytes(10)) : runIdArgument(flags.run);
  const [command = '', ...rest] = io.argv.filter((word) => word !== '--detach');
  const argv = flags.run === undefined ? [command, '--run', run, ...rest] : [command, ...rest];
  const { errors, exitStatus, pid, namespace } = await io.startDetached(argv);
  io.stderr.write(errors);
  if (exitStatus !== undefined) return exitStatus;
  io.stdout.write(`${run}\n`);
  const where = [`-n ${namespace}`, ...clusterFlags({ flags })].join(' ');
  const commands = [`podline logs ${run} ${where} --follow`, `podline cancel ${run} ${where}`];
  if (!flags.quiet) io.stderr.write(`goes on in the background, process ${pid} · ${commands.join(' · ')}\n`);
  return 0;
}
