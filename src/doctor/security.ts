import type { Finding } from '../report/finding.js';
import type { Answer } from './answer.js';

/** What the namespace says to pods that are only offered to it. */
export interface Offers {
  /** One as a step is that asks for nothing. */
  readonly usual: Answer<unknown>;
  readonly privileged: Answer<unknown>;
}

/** True where pods must keep to the restricted profile. */
export function isRestricted({ usual }: Offers): boolean {
  return usual.type === 'refused' && /violates PodSecurity "restricted/.test(usual.error.message);
}

/** Which pods the namespace admits. */
export function judgeSecurity(offers: Offers, profile: string | undefined): Finding {
  const check = 'security';
  const { usual, privileged } = offers;
  if (usual.type === 'refused') {
    if (isRestricted(offers))
      return {
        check,
        status: 'warn',
        message: 'the Pod Security level is restricted: steps as they are written, running as root, are refused',
        fix: 'give --profile restricted, or use a namespace that allows more',
      };
    const { message, hint } = usual.error;
    return { check, status: 'fail', message: `a pod as steps have it is refused: ${message}`, fix: hint };
  }
  const asked = profile === undefined ? '' : ` with --profile ${profile}`;
  if (privileged.type === 'told') return { check, status: 'ok', message: `pods of steps are admitted${asked}, privileged ones too` };
  return { check, status: 'ok', message: `pods of steps are admitted${asked}; privileged ones are not` };
}
