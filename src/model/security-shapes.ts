import type { SecurityContext, SecurityProfile } from './kubernetes-options.js';
import { choice, flag, listOf, object, text, whole } from './shape.js';

const ID = whole(0, 2 ** 31 - 1);
const CAPABILITY = text((name) => (/^[A-Z][A-Z0-9_]*$/.test(name) ? undefined : 'must be a capability such as NET_RAW or ALL'));

const profile = (isName: (name: string) => boolean) =>
  object<SecurityProfile>(
    {
      // as in the reference implementation, a profile without a type is none
      type: { shape: choice('RuntimeDefault', 'Unconfined', 'Localhost'), text: 'where the profile comes from' },
      localhostProfile: { shape: text(), text: 'name of a profile of the node' },
    },
    ({ type, localhostProfile = '' }) => {
      if (!type) return undefined;
      if (type !== 'Localhost') return localhostProfile ? `has a "localhostProfile", which the type ${type} does not take` : undefined;
      if (!localhostProfile) return 'needs a "localhostProfile" for the type Localhost';
      return isName(localhostProfile) ? undefined : `cannot have the "localhostProfile" "${localhostProfile}"`;
    },
  );

/** A file below the kubelet's folder of profiles. */
export const SECCOMP_PROFILE = profile((name) => !name.startsWith('/') && !name.split('/').includes('..'));
/** A profile that is loaded on the node. */
export const APPARMOR_PROFILE = profile((name) => name.trim() === name && name.length <= 4095);

export const SECURITY_CONTEXT = object<SecurityContext>(
  {
    privileged: { shape: flag, text: 'all rights of the node' },
    runAsNonRoot: { shape: flag, text: 'the container must not run as root' },
    runAsUser: { shape: ID, text: 'user id' },
    runAsGroup: { shape: ID, text: 'group id' },
    fsGroup: { shape: ID, text: 'group that volumes belong to' },
    fsGroupChangePolicy: { shape: choice('OnRootMismatch', 'Always'), text: 'when the group of volumes is changed' },
    seccompProfile: { shape: SECCOMP_PROFILE, text: "restricts the container's system calls" },
    apparmorProfile: { shape: APPARMOR_PROFILE, text: "restricts the container's access to resources" },
    allowPrivilegeEscalation: { shape: flag, text: '`false`: no process gains more rights than its parent' },
    readOnlyRootFilesystem: { shape: flag, text: 'the image cannot be written to' },
    capabilities: {
      shape: object<NonNullable<SecurityContext['capabilities']>>({
        add: { shape: listOf(CAPABILITY), text: 'capabilities beside those of the runtime' },
        drop: { shape: listOf(CAPABILITY), text: 'capabilities to go without, `ALL` for all' },
      }),
      text: 'parts of the rights of root',
    },
  },
  ({ privileged, allowPrivilegeEscalation, capabilities }) => {
    if (allowPrivilegeEscalation !== false) return undefined;
    if (privileged) return 'cannot be "privileged" without "allowPrivilegeEscalation"';
    return capabilities?.add?.some((name) => /^(CAP_)?SYS_ADMIN$/.test(name))
      ? 'cannot add the capability SYS_ADMIN without "allowPrivilegeEscalation"'
      : undefined;
  },
);
