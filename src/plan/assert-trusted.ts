import { hostAccessProblems } from '../contract/host-access.js';
import { UsageError } from '../errors.js';
import type { HostAccess } from '../model/host-access.js';
import { type RunPlan, stepsOf } from './run-plan.js';

/**
 * Refuses manifests whose pods reach for the node: whoever wrote them need not be who runs them.
 *
 * @throws UsageError that names the steps and what they ask for
 */
export function assertTrusted(plan: RunPlan, allow: readonly HostAccess[]): void {
  const problems = stepsOf(plan).flatMap(({ id, pod }) => hostAccessProblems(pod, allow).map((problem) => `step "${id}": ${problem}`));
  if (problems.length === 0) return;
  throw new UsageError(problems.join('; '), { code: 'host-access', hint: 'if you trust the manifests, name it with --allow' });
}
