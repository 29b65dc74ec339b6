import type { Check, Finding } from '../report/finding.js';

/** What has no sense on the embedded cluster, and why. */
const WITHOUT_SENSE: Partial<Record<Check, string>> = {
  clock: 'it is the clock of this machine',
  rights: 'whoever runs it may do everything on it',
  quota: 'it has no quotas',
  limits: 'it has no limit ranges',
  storage: 'volumes are folders of this machine',
  security: 'it has no Pod Security levels; steps are shut in by namespaces of the kernel',
  rwx: 'there is one node',
  'non-root': 'steps run as the user who runs podline',
};

/** The finding on a check that does not apply to the embedded cluster; undefined for one that does. */
export function withoutSense(check: Check): Finding | undefined {
  const why = WITHOUT_SENSE[check];
  return why === undefined ? undefined : { check, status: 'skipped', message: `does not apply to the embedded cluster: ${why}` };
}
