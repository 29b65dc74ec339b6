import { UsageError } from '../errors.js';
import type { KeepPolicy } from '../runner/keep.js';
import type { FlagValues } from './flags.js';

/** The embedded cluster of a run ends with it: nothing can be kept there. */
export function keepPolicyOf({ keep, local }: FlagValues): KeepPolicy | undefined {
  if (keep === undefined) return undefined;
  if (local !== undefined)
    throw new UsageError('--keep needs a cluster that stays: an embedded cluster ends with its run', {
      code: 'keep-local',
      hint: 'start podline local beside it, and run with its kubeconfig',
    });
  return keep === 'on-failure' ? 'on-failure' : 'always';
}
