import type { Compat } from './agent-settings.js';

/** Names longer than this help nobody, and do not fit where Kubernetes keeps them. */
const MAX_NAME_LENGTH = 253;

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
const CONTROL_CHARACTER = /[\u0000-\u001f\u007f]/;

/** What is wrong with the name of a step, service or pipeline, as the end of a sentence that begins with the name; nothing where it is good. */
export function nameProblem(name: string, compat?: Compat): string | undefined {
  if (name.trim() === '') return 'is empty';
  if (CONTROL_CHARACTER.test(name)) return 'holds a line break or control character';
  // Woodpecker takes longer ones, and cuts what it makes of them
  if (name.length > MAX_NAME_LENGTH && compat === undefined) return `is longer than ${MAX_NAME_LENGTH} characters`;
  return undefined;
}

/** The name itself, or where it is taken the first of `name-2`, `name-3` ... that is not. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let count = 2; taken.has(free); count++) free = `${name}-${count}`;
  return free;
}
