import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';

/** Compares byte for byte with `test/golden/report/<name>`; with `UPDATE=1` writes it. */
export function expectGolden(name: string, actual: string | Uint8Array): void {
  const file = new URL(`../../golden/report/${name}`, import.meta.url);
  const bytes = Buffer.from(actual);
  if (process.env.UPDATE) writeFileSync(file, bytes);
  // latin1 keeps each byte apart and the difference readable.
  expect(bytes.toString('latin1')).toBe(readFileSync(file).toString('latin1'));
}
