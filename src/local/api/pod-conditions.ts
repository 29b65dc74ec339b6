import type { PodCondition, PodStatus } from '../../contract/objects.js';
import { timestamp } from '../objects.js';

/** The status with a condition set; its transition time changes only when its status does. */
export function withCondition<T extends PodStatus>(status: T, condition: Omit<PodCondition, 'lastTransitionTime'>, now: number): T {
  const conditions = status.conditions ?? [];
  const before = conditions.find(({ type }) => type === condition.type);
  const unchanged = before?.status === condition.status ? before.lastTransitionTime : undefined;
  const set = { ...condition, lastProbeTime: null, lastTransitionTime: unchanged ?? timestamp(now) };
  return { ...status, conditions: [...conditions.filter((other) => other !== before), set] };
}
