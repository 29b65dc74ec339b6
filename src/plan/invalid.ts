import { UsageError } from '../errors.js';

/** The error for manifests that are not one whole run. */
export function invalid(message: string, hint = 'synthesize the manifests again'): UsageError {
  return new UsageError(message, { code: 'invalid-manifest', hint });
}
