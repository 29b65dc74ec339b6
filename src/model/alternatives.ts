/** What may be chosen, as one says it: `text`, `text or json`, `text, json or github`. */
export function alternatives(choices: readonly string[]): string {
  const last = choices.at(-1) ?? '';
  return choices.length < 2 ? last : `${choices.slice(0, -1).join(', ')} or ${last}`;
}
