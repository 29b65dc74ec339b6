import type { KubeObject } from '../contract/objects.js';
import { quantityValue } from '../model/quantity.js';
import type { Finding } from '../report/finding.js';
import { type Answer, untold } from './answer.js';

type Quantities = Readonly<Record<string, string>>;

interface LimitRange extends KubeObject {
  readonly spec?: { readonly limits?: readonly Limit[] };
}

interface Limit {
  readonly type: string;
  readonly min?: Quantities;
  readonly max?: Quantities;
  readonly default?: Quantities;
  readonly defaultRequest?: Quantities;
}

/** Whether the limit ranges of the namespace allow a volume of this size, and what they give to steps that say nothing. */
export function judgeLimitRanges(answer: Answer<readonly KubeObject[]>, volumeSize: string): Finding {
  const check = 'limits';
  if (answer.type === 'refused') return untold(check, 'list limit ranges', answer.error);
  const limits = limitsOf(answer.value);
  const size = quantityValue(volumeSize) ?? 0;
  for (const { min, max } of limits.filter(({ type }) => type === 'PersistentVolumeClaim')) {
    const wrong = (bound: string, extreme: string): Finding => {
      const message = `claims must have ${bound} ${extreme}, a pipeline asks for ${volumeSize}`;
      return { check, status: 'fail', message, fix: `give --volume-size ${bound}` };
    };
    if (max?.storage !== undefined && size > (quantityValue(max.storage) ?? 0)) return wrong(max.storage, 'at most');
    if (min?.storage !== undefined && size < (quantityValue(min.storage) ?? 0)) return wrong(min.storage, 'at least');
  }
  const memory = limits.find(({ type, default: given }) => type === 'Container' && given?.memory !== undefined)?.default?.memory;
  if (memory !== undefined) return { check, status: 'ok', message: `steps that set no memory limit get ${memory}` };
  return { check, status: 'ok', message: limits.length === 0 ? 'none' : 'none that concerns a run' };
}

/** `limits.memory` and the like that containers get which do not say. */
export function defaultResources(ranges: readonly KubeObject[]): ReadonlySet<string> {
  const limits = limitsOf(ranges).filter(({ type }) => type === 'Container');
  const keys = (kind: string, quantities: Quantities = {}) => Object.keys(quantities).map((key) => `${kind}.${key}`);
  return new Set(
    limits.flatMap((limit) => [...keys('limits', limit.default), ...keys('requests', { ...limit.default, ...limit.defaultRequest })]),
  );
}

function limitsOf(ranges: readonly KubeObject[]): readonly Limit[] {
  return ranges.flatMap(({ spec }: LimitRange) => spec?.limits ?? []);
}
