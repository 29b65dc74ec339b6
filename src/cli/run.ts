import type { Invocation } from './commands.js';
import { detach } from './detach.js';
import { findEntries } from './find-entries.js';
import { loadEntries } from './load-entries.js';
import { runObjects } from './run-objects.js';
import { tellLoaded } from './tell-loaded.js';

export async function execute(invocation: Invocation): Promise<number> {
  const { io, args, flags } = invocation;
  if (flags.detach) return detach(invocation);
  const entries = await findEntries(args, io);
  const options = { detect: !flags['no-detect'], maySkip: !flags['no-skip'] };
  const loaded = await loadEntries(entries, invocation, options);
  const { manifests, skipRequest } = loaded;
  if (skipRequest !== undefined) {
    io.stderr.write(`nothing is run: the commit message says ${skipRequest}\n  hint: --no-skip runs it all the same\n`);
    return 0;
  }
  tellLoaded(loaded, invocation);
  const origin = entries.type === 'manifests' ? 'manifest' : 'synthesis';
  return runObjects({ objects: [...manifests.values()].flat(), origin }, invocation);
}
