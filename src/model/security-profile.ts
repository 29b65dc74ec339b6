import type { PodSecurityProfile } from './agent-settings.js';
import type { SecurityContext } from './kubernetes-options.js';

/** A user that is nobody on the node, for images that name none. */
const NON_ROOT_USER = 1000;

/** The security options of a step, with what the profile needs where the step says nothing. */
export function withProfile(given: SecurityContext | undefined, profile: PodSecurityProfile | undefined): SecurityContext | undefined {
  if (profile !== 'restricted') return given;
  return {
    runAsNonRoot: true,
    runAsUser: NON_ROOT_USER,
    allowPrivilegeEscalation: false,
    seccompProfile: { type: 'RuntimeDefault' },
    ...given,
    capabilities: { drop: ['ALL'], ...given?.capabilities },
  };
}
