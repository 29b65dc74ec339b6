import type { Diagnostic } from '../errors.js';
import { Diagnostics } from '../workflow/diagnostics.js';
import { parseWritten } from '../workflow/parse.js';
import { workflowName } from '../workflow/read-workflows.js';
import type { Source } from '../workflow/source.js';
import { containersOf } from './tree.js';

/** What begins the message of a synthesis: `[pipeline/step] `. */
const PATH = /^\[([^\]/]+)(?:\/([^\]/]+))?[^\]]*\] (.*)$/s;

/** The finding of a synthesis with the place of its step, or of its file; as it is where neither is known. */
export function located(diagnostic: Diagnostic, sources: readonly Source[]): Diagnostic {
  const [, pipeline = '', step, message] = PATH.exec(diagnostic.message) ?? [];
  const source = sources.find(({ file }) => [pipeline, pipeline.replace(/-\d+$/, '')].includes(workflowName(file)));
  if (source === undefined || message === undefined || diagnostic.position !== undefined) return diagnostic;
  const root = parseWritten(new Diagnostics(source));
  const containers = root ? (['clone', 'services', 'steps'] as const).flatMap((section) => containersOf(root, section)) : [];
  const found = containers.find(({ name }) => name === step);
  const key = root?.entries.find((entry) => message.startsWith(`${entry.key.text} `))?.key;
  const diagnostics = new Diagnostics(source);
  const { code, hint } = diagnostic;
  const at = found?.at ?? key?.span ?? { start: 0, end: 1 };
  diagnostics.error({ code, message: found ? `"${found.name}": ${message}` : message, hint, at });
  return diagnostics.list()[0] ?? diagnostic;
}
