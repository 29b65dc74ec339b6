import { assertNever } from '../errors.js';
import { ascii } from './ascii.js';
import type { RunEvent, RunReport, StepId, StepInfo } from './events.js';
import { isFailure } from './failure.js';
import { neutralize } from './neutralize.js';
import { colored, nameColor, type Paint, plain } from './paint.js';
import { pastLimit, pastLimitText } from './past-limit.js';
import type { Reporter } from './reporter.js';
import { axesText, finishedRunText, startedText, tableText } from './run-text.js';
import { type Sinks, SinkWriter } from './sink.js';
import { failureText, finishedText, retriedText, waitingText, withHint } from './step-text.js';
import { summarize } from './summary.js';
import { terminalLine } from './terminal-line.js';
import { padEnd, textWidth } from './text-width.js';
import { Waits } from './waits.js';

export interface TextReporterOptions {
  /** Version of podline, for the first line. */
  readonly version: string;
  /**
   * Names podline's own symbols in ASCII.
   *
   * @default false
   */
  readonly ascii?: boolean;
  /**
   * Colours names and states.
   *
   * @default false
   */
  readonly color?: boolean;
  /**
   * Leaves out logs and everything that goes well: warnings, failures and the closing table remain.
   *
   * @default false
   */
  readonly quiet?: boolean;
  /**
   * Puts the kubelet's time stamp before each line of a log.
   *
   * @default false
   */
  readonly timestamps?: boolean;
  /**
   * Says that time was virtual, and nothing of a cluster.
   *
   * @default false
   */
  readonly isVirtual?: boolean;
  /**
   * Commands worth trying after a step failed.
   *
   * @default - none are shown
   */
  readonly nextCommands?: (run: string, step: StepId) => readonly string[];
  /**
   * Flags that lead a command to the cluster of the run, such as `--context staging`.
   *
   * @default - none are needed
   */
  readonly clusterFlags?: readonly string[];
}

const NEWLINE = Buffer.from('\n');

type EventOf<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>;

/**
 * Plain lines, each with its step's name. Where standard output is not a terminal, lines of logs go there byte for byte and
 * podline's own words to standard error, so that a pipe carries the logs alone; a terminal is shown nothing it would act upon.
 */
export class TextReporter implements Reporter {
  private readonly logs: SinkWriter;
  private readonly words: SinkWriter;
  private readonly isTerminal: boolean;
  private readonly paint: Paint;
  private readonly waits = new Waits();
  /** Attempt of each step that was the first to start: pods given back before count for nothing. */
  private readonly firstAttempts = new Map<StepId, number>();
  /** What the lines of a step's log begin with: made once, because logs are long. */
  private readonly logPrefixes = new Map<StepId, { readonly attempt: number; readonly bytes: Uint8Array }>();
  private steps: readonly StepInfo[] = [];
  private namespace = '';
  private nameWidth = 0;

  constructor(
    sinks: Sinks,
    private readonly options: TextReporterOptions,
  ) {
    this.logs = new SinkWriter(sinks.out);
    this.isTerminal = sinks.out.isTTY ?? false;
    this.words = sinks.out.isTTY ? this.logs : new SinkWriter(sinks.err);
    this.paint = options.color ? colored : plain;
  }

  event(event: RunEvent): void | Promise<void> {
    this.show(event);
    return this.logs.whenDrained() ?? this.words.whenDrained();
  }

  close(): void {
    this.logs.flush();
  }

  private show(event: RunEvent): void {
    switch (event.type) {
      case 'run-started':
        this.steps = event.steps;
        this.namespace = event.namespace;
        this.nameWidth = Math.max(0, ...event.steps.map(({ step }) => textWidth(neutralize(step))));
        for (const line of [startedText(event, this.options.version), ...axesText(event)]) this.mention(line);
        break;
      case 'step-created':
        this.waits.created(event.step, event.at);
        break;
      case 'step-placed':
        break;
      case 'step-started':
        this.noteAttempt(event);
        break;
      case 'step-waiting':
        this.showWait(event);
        break;
      case 'log':
        this.showLog(event);
        break;
      case 'log-gap':
        this.mention(`${this.name(event)} ${this.paint('yellow', `! ${neutralize(event.message)}`)}`);
        break;
      case 'step-finished':
        this.mention(`${this.name(event.result)} ${finishedText(event.result, this.paint)}`);
        break;
      case 'step-retried':
        this.mention(`${this.name(event.result)} ${retriedText(event, this.paint)}`);
        break;
      case 'notice':
        this.showNotice(event);
        break;
      case 'run-finished':
        this.showReport(event.report);
        break;
      default:
        assertNever(event);
    }
  }

  private showWait(event: EventOf<'step-waiting'>): void {
    const waited = this.waits.tell(event);
    if (waited !== undefined) this.mention(`${this.name({ step: event.step })} ${waitingText(event, waited)}`);
  }

  private showLog(event: EventOf<'log'>): void {
    this.noteAttempt(event);
    if (this.options.quiet) return;
    if (this.options.timestamps) this.logs.gather(`${event.at} `);
    const line = this.isTerminal ? terminalLine(event.bytes, { color: this.options.color ?? false }) : event.bytes;
    this.logs.gather(this.logPrefix(event), line, NEWLINE);
  }

  private logPrefix(event: EventOf<'log'>): Uint8Array {
    const known = this.logPrefixes.get(event.step);
    if (known?.attempt === event.attempt) return known.bytes;
    const bytes = Buffer.from(`${this.name(event)} | `);
    this.logPrefixes.set(event.step, { attempt: event.attempt, bytes });
    return bytes;
  }

  private showNotice(event: EventOf<'notice'>): void {
    if (event.level === 'info') this.mention(`note: ${withHint(event)}`);
    else this.say(`${this.paint('yellow', 'warning')}: ${withHint(event)}`);
  }

  private showReport(report: RunReport): void {
    const summary = summarize(this.steps, report);
    const failures = report.steps.filter(isFailure);
    for (const line of tableText(summary.rows)) this.say(line);
    for (const failure of failures) {
      const next = failure.logLines > 0 ? (this.options.nextCommands?.(report.run, failure.step) ?? []) : [];
      for (const line of failureText(failure, next, this.paint)) this.say(line);
    }
    const past = pastLimit(this.steps, report);
    for (const line of past ? pastLimitText(past, this.paint) : []) this.say(line);
    const { isVirtual, clusterFlags = [] } = this.options;
    const finished = { report, namespace: this.namespace, clusterFlags, isVirtual };
    for (const line of finishedRunText(summary, finished, this.paint)) this.say(line);
  }

  private noteAttempt({ step, attempt }: { readonly step: StepId; readonly attempt: number }): void {
    if (!this.firstAttempts.has(step)) this.firstAttempts.set(step, attempt);
  }

  /** A step's name, padded; a step that started before carries the attempt: `test#2`. */
  private name({ step, attempt = 1 }: { readonly step: StepId; readonly attempt?: number }): string {
    const again = attempt > (this.firstAttempts.get(step) ?? attempt);
    const name = padEnd(neutralize(again ? `${step}#${attempt}` : step), this.nameWidth + 1);
    return this.paint(nameColor(step), name);
  }

  /** podline's words on what goes on. */
  private mention(line: string): void {
    if (!this.options.quiet) this.say(line);
  }

  /** podline's words that `quiet` does not silence. */
  private say(line: string): void {
    this.words.write(`${this.options.ascii ? ascii(line) : line}\n`);
  }
}
