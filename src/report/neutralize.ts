// Controls (C0, DEL, C1), marks that turn the direction of text, and Unicode's own line ends.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const DANGEROUS = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
const CONTROL_SEQUENCE = /(\u001b\[[0-9;:?]*[A-Za-z])/;

/**
 * Text from outside (names, images, messages of the API) as one line that can do nothing to a terminal: line ends with
 * the white space around them become one space, other controls are spelled out (`\x1b`).
 */
export function neutralize(text: string): string {
  return spellOut(text.trim().replace(/\s*[\r\n]+\s*/g, ' '));
}

/** A line of a log as a person saw it: without colours, and of a line that overwrote itself only the last state. */
export function neutralizeLogLine(line: string): string {
  return spellOut(withoutSequences(line).trimEnd().split('\r').at(-1) ?? '');
}

/** Spells out every control character (`\x1b`, `\u202e`) and makes a tab a space; part by part the same as in one. */
export function spellOut(text: string): string {
  return text.replaceAll('\t', ' ').replace(DANGEROUS, (character) => {
    const code = character.charCodeAt(0).toString(16);
    return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u${code}`;
  });
}

/** A text parted at what steers a terminal: text at even places, sequences at odd ones. */
export function partedAtSequences(text: string): readonly string[] {
  return text.includes('\u001b') ? text.split(CONTROL_SEQUENCE) : [text];
}

/** A text without what steers a terminal. */
export function withoutSequences(text: string): string {
  return partedAtSequences(text)
    .filter((_, index) => index % 2 === 0)
    .join('');
}

/** True of a sequence that changes colours, and nothing else. */
export function isColor(sequence: string): boolean {
  return sequence.endsWith('m') && !sequence.includes('?');
}
