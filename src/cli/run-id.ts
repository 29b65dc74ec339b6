import { isRunId } from '../contract/names.js';
import { UsageError } from '../errors.js';

/** The run id that was typed. */
export function runIdArgument(text = ''): string {
  if (isRunId(text)) return text;
  throw new UsageError(`"${text}" is not a run id`, { code: 'wrong-value', hint: 'podline ps lists the runs of a namespace' });
}
