import { UsageError } from '../errors.js';
import { EMBEDDED_CLUSTER } from '../local/kubeconfig.js';
import { savedRun } from '../store/saved-run.js';
import type { Invocation } from './commands.js';
import { runIdArgument } from './run-id.js';

/** The run id that was typed, of a run that may be on a cluster. Throws `UsageError` for one of `--local` that was saved here. */
export async function runOnCluster({ io, args }: Pick<Invocation, 'io' | 'args'>): Promise<string> {
  const run = runIdArgument(args[0]);
  // what cannot be read says nothing against it
  const saved = await savedRun(io.cwd, run).catch(() => undefined);
  if (saved?.cluster !== EMBEDDED_CLUSTER) return run;
  throw new UsageError(`run "${run}" was one of --local: its cluster ended with it`, {
    code: 'local-run',
    hint: `podline logs ${run} prints what was saved of it, podline report ${run} makes a page of that`,
  });
}
