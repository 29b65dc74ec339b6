import { UsageError } from '../errors.js';
import { HOST_ACCESS, type HostAccess } from '../model/host-access.js';

/** The access to the node that --allow names. */
export function allowedAccess(given: readonly string[] = []): readonly HostAccess[] {
  return given.map((word) => {
    const access = HOST_ACCESS.find((each) => each === word);
    if (access === undefined)
      throw new UsageError(`--allow is "${word}"`, { code: 'wrong-value', hint: `give it ${HOST_ACCESS.join(', ')}` });
    return access;
  });
}
