import type { KubePod } from '../../imports/k8s.js';
import { podSecurityViolations } from '../contract/pod-security.js';
import type { PodSecurityProfile } from '../model/agent-settings.js';

/** What in a pod breaks the profile that the agent keeps to, each as a sentence. */
export function profileProblems(pod: KubePod, profile: PodSecurityProfile | undefined): readonly string[] {
  if (profile === undefined) return [];
  return podSecurityViolations(pod.toJson(), profile).map(
    ({ rule, what }) => `${what} breaks the rule "${rule}" of the Pod Security profile ${profile}`,
  );
}
