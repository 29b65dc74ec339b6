import type { Shape } from './shape.js';

/** One setting of an agent. */
export interface Setting<T = unknown> {
  readonly variable: string;
  /** Name of the flag, without the dashes. */
  readonly flag: string;
  /** How the flag is read: a `choice` has its values in the shape, a `list` may be given more than once. */
  readonly kind: 'text' | 'choice' | 'count' | 'list';
  /** What the flag's value stands for, in help. */
  readonly value?: string;
  readonly shape: Shape;
  /** Absent: there is no value then. */
  readonly default?: T;
  /** With `compat: 'woodpecker-3'`; absent: the same. */
  readonly compatDefault?: T;
  /** What the default is, where its value does not tell. */
  readonly defaultText?: string;
  readonly text: string;
}
