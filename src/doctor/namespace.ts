import type { KubeObject } from '../contract/objects.js';
import type { Finding } from '../report/finding.js';
import { type Answer, untold } from './answer.js';

/** Whether the namespace of the runs is there. The least Role may not look: then a pod that is only offered tells. */
export function judgeNamespace(answer: Answer<KubeObject | undefined>, offered: Answer<unknown>, name: string): Finding {
  const check = 'namespace';
  const missing: Finding = {
    check,
    status: 'fail',
    message: `there is no namespace "${name}"`,
    fix: `create it with: podline setup --apply -n ${name}, or name another one with --namespace`,
  };
  const present: Finding = { check, status: 'ok', message: name };
  if (answer.type === 'told' && answer.value === undefined) return missing;
  if (answer.type === 'told') {
    if (answer.value?.metadata.deletionTimestamp === undefined) return present;
    return { check, status: 'fail', message: `the namespace "${name}" is being deleted`, fix: 'wait until it is gone, or use another one' };
  }
  if (offered.type === 'told') return present;
  if (offered.error.status === 404) return missing;
  return untold(check, 'look at the namespace', answer.error);
}
