import { diagnosticsText } from '../report/diagnostics-text.js';
import type { Invocation } from './commands.js';
import { findEntries } from './find-entries.js';
import { loadEntries } from './load-entries.js';
import { runObjects } from './run-objects.js';

export async function execute(invocation: Invocation): Promise<number> {
  const { io, args } = invocation;
  const entries = await findEntries(args, io.cwd);
  const { manifests, warnings } = await loadEntries(entries, invocation);
  if (warnings.length > 0) io.stderr.write(diagnosticsText(warnings));
  const origin = entries.type === 'manifests' ? 'manifest' : 'synthesis';
  return runObjects({ objects: [...manifests.values()].flat(), origin }, invocation);
}
