import { LineCutter } from '../../src/cluster/line-cutter.js';
import { maskOf } from '../../src/runner/mask.js';
import { demand } from '../proof.js';
import { secretsIn } from './random-secrets.js';

/** Reads a log that shows every secret in every form, cut at every offset. @returns how many offsets */
export function cutEverywhere(secrets: ReadonlyMap<string, string>): number {
  const mask = maskOf(secrets.values());
  const log = Buffer.from([...secrets.values()].map(shown).join(''));
  demand(secretsIn(log.toString(), secrets).length === secrets.size, 'the log does not show every secret: nothing would be proved');
  for (let offset = 0; offset <= log.length; offset++) {
    const cutter = new LineCutter();
    const lines = [...cutter.push(log.subarray(0, offset)), ...cutter.push(log.subarray(offset)), cutter.rest()];
    const seen = secretsIn(lines.map((line) => Buffer.from(mask(line)).toString()).join('\n'), secrets);
    demand(seen.length === 0, `${seen.join(', ')} shown where the log was cut at byte ${offset}`);
  }
  return log.length + 1;
}

function shown(value: string): string {
  const base64 = ['', 'a', 'ab'].map((before) => Buffer.from(`${before}${value} after`).toString('base64'));
  return [`before ${value} after`, ...base64, `?q=${encodeURIComponent(value)}&r`, JSON.stringify({ value }), ''].join('\n');
}
