import { LineCutter } from '../src/cluster/line-cutter.js';
import type { Pod } from '../src/contract/objects.js';
import { isIdle } from '../src/runner/pod-facts.js';
import type { Passing } from '../test/scenarios/counting-proxy.js';

const FIRST = /first-(\d+)/;
const SECOND = /second-(\d+)/g;

/** When the watch told that `first-N` has ended, and when the first request spoke of `second-N` after it. */
export class ReactionTimes {
  private readonly ended = new Map<string, number>();
  private readonly answered = new Map<string, number>();
  private readonly cutter = new LineCutter();

  note({ direction, method, url, chunk }: Passing): void {
    const now = performance.now();
    if (direction === 'answer' && url.includes('watch=true')) this.noteEvents(chunk, now);
    if (direction === 'request' && (method === 'POST' || method === 'PATCH')) this.noteRequest(Buffer.from(chunk).toString(), now);
  }

  /** In milliseconds. */
  get reactions(): readonly number[] {
    return [...this.answered].map(([number, at]) => at - (this.ended.get(number) ?? Number.NaN));
  }

  private noteEvents(chunk: Uint8Array, now: number): void {
    for (const line of this.cutter.push(chunk)) {
      const { object }: { readonly object: Pod } = JSON.parse(Buffer.from(line).toString());
      const [, number] = FIRST.exec(object.metadata.name ?? '') ?? [];
      if (number !== undefined && isIdle(object) && !this.ended.has(number)) this.ended.set(number, now);
    }
  }

  private noteRequest(text: string, now: number): void {
    for (const [, number = ''] of text.matchAll(SECOND))
      if (this.ended.has(number) && !this.answered.has(number)) this.answered.set(number, now);
  }
}
