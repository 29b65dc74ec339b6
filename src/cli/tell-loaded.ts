import { diagnosticsText } from '../report/diagnostics-text.js';
import type { Invocation } from './commands.js';
import type { Loaded } from './load-entries.js';

/** Says what is to be known of what was read: warnings, and what is not for this run. */
export function tellLoaded(
  { warnings, leftOut = '' }: Pick<Loaded, 'warnings' | 'leftOut'>,
  { io, flags }: Pick<Invocation, 'io' | 'flags'>,
): void {
  if (warnings.length > 0) io.stderr.write(diagnosticsText(warnings));
  if (!flags.quiet) io.stderr.write(leftOut);
}
