const DOLLAR = 0x24;
const OPEN = 0x28;
const CLOSE = 0x29;

/**
 * What the kubelet makes of a string in `command`, `args` or `env` before the container sees it, byte by byte
 * (`third_party/forked/golang/expansion`; checked against a cluster). References to unknown names stay as they are.
 */
export function kubeletExpand(text: string, variables: Readonly<Record<string, string>> = {}): string {
  const input = Buffer.from(text);
  const output: Buffer[] = [];
  let at = 0;
  while (at < input.length) {
    const next = input[at + 1];
    if (input[at] !== DOLLAR || next === undefined) {
      output.push(input.subarray(at, at + 1));
      at += 1;
    } else if (next === OPEN && input.includes(CLOSE, at + 2)) {
      const end = input.indexOf(CLOSE, at + 2);
      const name = input.subarray(at + 2, end).toString();
      output.push(Buffer.from(variables[name] ?? `$(${name})`));
      at = end + 1;
    } else {
      // one byte of a longer character becomes a character of its own: Go's string(byte)
      output.push(Buffer.from(next === DOLLAR ? '$' : `$${String.fromCharCode(next)}`));
      at += 2;
    }
  }
  return Buffer.concat(output).toString();
}
