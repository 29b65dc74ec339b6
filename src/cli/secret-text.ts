import { isUtf8 } from 'node:buffer';
import { UsageError } from '../errors.js';

/** The bytes of a secret as text. Throws `UsageError` where there are none, or where they are no text. */
export function secretText(secret: string, bytes: Uint8Array, place: string): string {
  const wrong = (what: string) => new UsageError(`${place} for secret "${secret}" is ${what}`, { code: 'wrong-secret-value' });
  if (bytes.length === 0) throw wrong('empty');
  if (!isUtf8(bytes)) throw wrong('not UTF-8 text');
  return Buffer.from(bytes).toString('utf8');
}
