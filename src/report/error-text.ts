import { type PodlineError, WorkflowError } from '../errors.js';
import { diagnosticsText, place } from './diagnostics-text.js';
import { neutralize, spellOut } from './neutralize.js';

export interface ErrorTextOptions {
  /**
   * Adds every cause and the stack trace.
   *
   * @default false
   */
  readonly verbose?: boolean;
}

/** An error that ended the program: a line what, a line why, a line what to do; findings of a workflow as such. */
export function errorText(error: PodlineError, { verbose = false }: ErrorTextOptions = {}): string {
  const causes = newMessages(error);
  const lines = [...whatAndWhatToDo(error, verbose ? causes : causes.slice(-1)), ...(verbose ? stackLines(error.stack ?? '') : [])];
  return lines.map((line) => `${line}\n`).join('');
}

function whatAndWhatToDo(error: PodlineError, causes: readonly string[]): readonly string[] {
  if (error instanceof WorkflowError) return diagnosticsText(error.diagnostics, { outcome: 'nothing was created' }).trimEnd().split('\n');
  return [
    `${place(error.position)}error[${error.code}] ${neutralize(error.message)}`,
    ...causes.map((cause) => `  cause: ${neutralize(cause)}`),
    ...(error.hint === undefined ? [] : [`  hint: ${neutralize(error.hint)}`]),
  ];
}

/** Messages down the chain of causes that say something the ones above them do not; the root cause is the last. */
function newMessages(error: PodlineError): readonly string[] {
  const said = [error.message];
  const seen = new Set<unknown>();
  for (let cause = error.cause; cause !== undefined && cause !== null && !seen.has(cause); cause = causeOf(cause)) {
    seen.add(cause);
    const message = messageOf(cause);
    if (!said.some((earlier) => earlier.includes(message))) said.push(message);
  }
  return said.slice(1);
}

function causeOf(cause: unknown): unknown {
  return cause instanceof Error ? cause.cause : undefined;
}

/** Node's error for several addresses that all refused has an empty message and the real ones inside. */
function messageOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  if (cause instanceof AggregateError && cause.message === '') return [...new Set(cause.errors.map(messageOf))].join(', ');
  return cause.message || cause.name;
}

function stackLines(stack: string): readonly string[] {
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map(spellOut);
}
