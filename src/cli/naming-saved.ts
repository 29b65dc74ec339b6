import { type PodlineError, UsageError } from '../errors.js';
import { savedRuns } from '../store/runs-folder.js';

const MOST_NAMED = 5;

/** The same error about a run that is not there, whose hint names the newest of those that are saved here. */
export async function namingSaved(error: PodlineError, cwd: string): Promise<PodlineError> {
  const runs = (await savedRuns(cwd)).slice(0, MOST_NAMED);
  if (runs.length === 0) return error;
  const hint = [...(error.hint === undefined ? [] : [error.hint]), `saved here: ${runs.join(', ')}`].join('; ');
  return new UsageError(error.message, { code: error.code, hint, cause: error.cause });
}
