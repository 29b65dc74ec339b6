import type { KubeObject } from '../contract/objects.js';
import { quantityValue } from '../model/quantity.js';
import type { Finding } from '../report/finding.js';
import { type Answer, untold } from './answer.js';
import { defaultResources } from './limit-ranges.js';

type Quantities = Readonly<Record<string, string>>;

interface ResourceQuota extends KubeObject {
  readonly spec?: { readonly hard?: Quantities; readonly scopes?: readonly string[]; readonly scopeSelector?: object };
  readonly status?: { readonly hard?: Quantities; readonly used?: Quantities };
}

export interface QuotaContext {
  /** The limit ranges of the namespace. */
  readonly limits: Answer<readonly KubeObject[]>;
  readonly volumeSize: string;
}

/** What steps must say for themselves where a quota counts it. */
const RESOURCES = ['limits.cpu', 'limits.memory', 'requests.cpu', 'requests.memory', 'cpu', 'memory'];

/** Whether the quotas of the namespace leave room for a run. */
export function judgeQuotas(answer: Answer<readonly KubeObject[]>, context: QuotaContext): readonly Finding[] {
  const check = 'quota';
  if (answer.type === 'refused') return [untold(check, 'list resource quotas', answer.error)];
  // quotas for some pods only may mean others than ours
  const quotas = answer.value.filter(({ spec }: ResourceQuota) => !spec?.scopes?.length && spec?.scopeSelector === undefined);
  if (quotas.length === 0) return [{ check, status: 'ok', message: 'none that holds for all pods' }];
  return quotas.map((quota) => judgeQuota(quota, context));
}

function judgeQuota(quota: ResourceQuota, { limits, volumeSize }: QuotaContext): Finding {
  const check = 'quota';
  const { name } = quota.metadata;
  // a new one has no status yet
  const { hard = quota.spec?.hard ?? {}, used = {} } = quota.status ?? {};
  const needs = [
    { key: 'pods', needed: 1, loss: 'no step can start' },
    { key: 'count/pods', needed: 1, loss: 'no step can start' },
    { key: 'persistentvolumeclaims', needed: 1, loss: 'no pipeline gets a volume' },
    { key: 'requests.storage', needed: quantityValue(volumeSize) ?? 0, loss: `a volume of ${volumeSize} does not fit (--volume-size)` },
  ];
  for (const { key, needed, loss } of needs) {
    const [most, now = '0'] = [hard[key], used[key]];
    if (most === undefined || (quantityValue(most) ?? 0) - (quantityValue(now) ?? 0) >= needed) continue;
    const message = `quota "${name}": ${now} of ${most} ${key} in use, so ${loss}`;
    return { check, status: 'fail', message, fix: `wait until others have ended, or raise it: kubectl edit resourcequota ${name}` };
  }
  const defaults = limits.type === 'told' ? defaultResources(limits.value) : undefined;
  const unset = RESOURCES.filter((key) => key in hard && defaults?.has(key.includes('.') ? key : `requests.${key}`) === false);
  if (unset.length > 0) {
    const message = `quota "${name}" counts ${unset.join(', ')}: steps that do not say theirs are refused`;
    const fix = 'add a LimitRange with defaults to the namespace, or set backend_options.kubernetes.resources of each step';
    return { check, status: 'fail', message, fix };
  }
  const numbers = Object.entries(hard).map(([key, most]) => `${key} ${used[key] ?? '0'}/${most}`);
  return { check, status: 'ok', message: `"${name}" leaves room: ${numbers.join(', ')}` };
}
