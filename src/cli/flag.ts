import { UsageError } from '../errors.js';
import { alternatives } from '../model/alternatives.js';
import { parseDuration } from '../model/duration.js';
import { suggest } from '../workflow/suggest.js';

/** How a flag's value is read: `duration` gives seconds, `list` may be given more than once. */
type FlagKind = 'switch' | 'text' | 'list' | 'count' | 'duration' | 'choice';

export interface Flag {
  readonly kind: FlagKind;
  readonly short?: string;
  /** What the value stands for, in help. */
  readonly value?: string;
  readonly choices?: readonly string[];
  /** The smallest number that a count may be. @default 0 */
  readonly least?: number;
  /** Value of the flag when it stands without one; another must then be given as --flag=value. */
  readonly bare?: string;
  /** Variable that the flag goes before. */
  readonly env?: string;
  /** The flag as it is typed, where commands read different values by the same name. */
  readonly typed?: string;
  readonly text: string;
}

/** Reads the text of a flag's value. Throws `UsageError` where it is not of the flag's kind. */
export function parseFlag(name: string, { kind, choices = [], least = 0 }: Flag, text: string): string | number {
  const wrong = (expected: string) => new UsageError(`--${name} is "${text}"`, { code: 'wrong-value', hint: `give it ${expected}` });
  if (kind === 'count') {
    if (!/^\d{1,9}$/.test(text) || Number(text) < least) throw wrong(`a whole number${least > 0 ? `, at least ${least}` : ''}`);
    return Number(text);
  }
  if (kind === 'duration') {
    const seconds = parseDuration(text);
    if (seconds === undefined) throw wrong('a length of time such as 90s, 10m or 1h30m');
    return seconds;
  }
  if (choices.length > 0 && !choices.includes(text)) {
    const meant = suggest(text, choices);
    throw wrong(`${alternatives(choices.map((choice) => `"${choice}"`))}${meant === undefined ? '' : `; did you mean "${meant}"?`}`);
  }
  return text;
}
