import { gzipSync } from 'node:zlib';
import { count } from '../report/count.js';
import type { StepId } from '../report/events.js';
import type { PackedLog } from '../report/html/html-report.js';
import { isColor, partedAtSequences } from '../report/neutralize.js';
import { type SavedEvent, textOf } from './events-file.js';
import { shares } from './shares.js';

export interface PackOptions {
  /** When the run began, in milliseconds since 1970. */
  readonly startedAt: number;
  /** Bytes of each step's log. */
  readonly sizes: ReadonlyMap<StepId, number>;
  /** Bytes of logs that are packed; of more, the middle of the longest logs is left out. */
  readonly maxBytes: number;
}

/** Bytes of text in one part: small enough to be unpacked in no time that one would notice. */
const PART_BYTES = 1024 * 1024;
/** Colours that a log set and never took back are carried from line to line, but not without end. */
const MOST_CARRIED = 256;

/** Packs the logs of a run for its page, each line with its time; the page need not unpack what nobody looks at. */
export async function packLogs(events: AsyncIterable<SavedEvent>, options: PackOptions): Promise<ReadonlyMap<StepId, PackedLog>> {
  const logs = new Map<StepId, LogPacker>();
  const room = shares(options.sizes, options.maxBytes);
  for await (const event of events) {
    if (event.type !== 'log' && event.type !== 'log-gap') continue;
    const { step } = event;
    const log = logs.get(step) ?? new LogPacker(options.startedAt, { size: options.sizes.get(step) ?? 0, room: room.get(step) ?? 0 });
    logs.set(step, log);
    if (event.type === 'log') log.line(event);
    else log.word(event.at, event.message);
  }
  return new Map([...logs].map(([step, log]) => [step, log.packed()]));
}

/** The log of one step. */
class LogPacker {
  private readonly parts: PackedLog['parts'][number][] = [];
  private lines: string[] = [];
  private bytes = 0;
  private attempt?: number;
  private carried = '';
  /** How much of the log came, also of what is left out. */
  private offset = 0;
  private leftOut = 0;

  constructor(
    private readonly startedAt: number,
    private readonly limits: { readonly size: number; readonly room: number },
  ) {}

  line(event: Extract<SavedEvent, { type: 'log' }>): void {
    const at = Date.parse(event.at);
    const text = textOf(event);
    if (event.attempt !== (this.attempt ?? event.attempt)) this.begin(at, event.attempt);
    this.attempt = event.attempt;
    const bytes = Buffer.byteLength(text) + 1;
    const isLeftOut = this.isInTheMiddle(this.offset + bytes);
    this.offset += bytes;
    if (isLeftOut) this.leftOut++;
    else {
      if (this.leftOut > 0) this.tellLeftOut(at);
      this.add(`${this.stamp(at)}\t${this.carried}${text}`, bytes);
    }
    this.carried = carriedOn(this.carried, text);
  }

  /** A word of podline's own between the lines. */
  word(at: number, text: string): void {
    this.add(`!${this.stamp(at)}\t${text.replaceAll('\n', ' ')}`, text.length);
  }

  packed(): PackedLog {
    this.finishPart();
    return { parts: this.parts };
  }

  private begin(at: number, attempt: number): void {
    this.carried = '';
    this.word(at, `attempt ${attempt}`);
  }

  private isInTheMiddle(end: number): boolean {
    const { size, room } = this.limits;
    return size > room && end > room / 2 && end <= size - room / 2;
  }

  private tellLeftOut(at: number): void {
    this.word(at, `${count(this.leftOut, 'line')} left out here: the logs of the run are too long for this page`);
    this.leftOut = 0;
  }

  private stamp(at: number): string {
    return Math.max(0, Math.round(at - this.startedAt) || 0).toString(36);
  }

  private add(line: string, bytes: number): void {
    this.lines.push(line);
    this.bytes += bytes;
    if (this.bytes >= PART_BYTES) this.finishPart();
  }

  private finishPart(): void {
    if (this.lines.length === 0) return;
    this.parts.push({ lines: this.lines.length, base64: gzipSync(this.lines.join('\n')).toString('base64') });
    this.lines = [];
    this.bytes = 0;
  }
}

/** The colours that are on behind a line, so that the next can be shown without it. */
function carriedOn(before: string, text: string): string {
  if (!text.includes('\u001b')) return before;
  const colors = partedAtSequences(text).filter((piece, index) => index % 2 === 1 && isColor(piece));
  const after = colors.reduce(
    (carried, color) => (/^.\[0*[;m]/.test(color) ? (/[1-9]/.test(color) ? color : '') : carried + color),
    before,
  );
  return after.length > MOST_CARRIED ? '' : after;
}
