import type { RunEvent, RunReport, StepId, StepInfo, StepResult } from './events.js';
import { neutralize } from './neutralize.js';
import { pastLimit } from './past-limit.js';
import type { Reporter } from './reporter.js';
import { type Sink, SinkWriter } from './sink.js';
import { whatWasSeen, withHint } from './step-text.js';
import { TextReporter, type TextReporterOptions } from './text-reporter.js';

export interface GithubReporterOptions extends TextReporterOptions {
  /** A word that no log can know: between two of them GitHub takes nothing for a command. */
  readonly stopToken: string;
  /**
   * Bytes of logs that wait for their step's end.
   *
   * @default 8 MiB
   */
  readonly maxHeldBytes?: number;
}

type LogLine = Extract<RunEvent, { type: 'log' }>;

const NEWLINE = Buffer.from('\n');
const MIB = 1024 * 1024;

/**
 * Lines for the log of a GitHub Actions job: the log of each step in a group that folds, failures and warnings as annotations.
 * Groups do not nest, so of steps that run side by side one is written as it goes, and the others when they end.
 */
export class GithubReporter implements Reporter {
  private readonly out: SinkWriter;
  private readonly text: TextReporter;
  /** The step whose group is being written. */
  private open?: StepId;
  /** Steps that had a group before. */
  private readonly begun = new Set<StepId>();
  private readonly held = new Map<StepId, LogLine[]>();
  private heldBytes = 0;
  private steps: readonly StepInfo[] = [];

  constructor(
    out: Sink,
    private readonly options: GithubReporterOptions,
  ) {
    this.out = new SinkWriter(out);
    const words: Sink = {
      write: (chunk) => {
        this.out.write(inert(chunk.toString()));
        return true;
      },
      once: () => undefined,
      removeListener: () => undefined,
    };
    this.text = new TextReporter({ out: words, err: words }, options);
  }

  event(event: RunEvent): void | Promise<void> {
    if (event.type === 'log') this.takeLine(event);
    else this.say(event);
    return this.out.whenDrained();
  }

  close(): void {
    for (const step of this.held.keys()) this.show(step);
    this.closeGroup();
    this.out.flush();
  }

  private takeLine(event: LogLine): void {
    if (this.options.quiet) return;
    const { step } = event;
    this.open ??= this.openGroup(step);
    if (this.open === step) this.write(event);
    else {
      const lines = this.held.get(step) ?? [];
      this.held.set(step, lines);
      lines.push(event);
      this.heldBytes += event.bytes.length + 1;
      if (this.heldBytes > (this.options.maxHeldBytes ?? 8 * MIB)) this.show(step);
    }
  }

  private say(event: RunEvent): void {
    const step = stepOf(event);
    if (step !== undefined) this.show(step);
    if (event.type === 'run-finished') this.close();
    if (!isSilent(event)) this.closeGroup();
    if (event.type === 'notice' && event.level === 'warning') this.command('warning', {}, withHint(event));
    else this.pass(event);
    if (event.type === 'run-started') this.steps = event.steps;
    if (event.type === 'step-finished') this.annotate(event.result);
    if (event.type === 'run-finished') this.annotateEnd(event.report);
  }

  private annotate(result: StepResult): void {
    const { step, state, ignored, hint } = result;
    if (state !== 'failed' && state !== 'error') return;
    const title = `step ${neutralize(step)} ${state === 'failed' ? 'failed' : 'could not run'}`;
    this.command(ignored ? 'warning' : 'error', { title }, withHint({ message: whatWasSeen(result) ?? state, hint }));
  }

  private annotateEnd(report: RunReport): void {
    const past = pastLimit(this.steps, report);
    if (past) this.command('error', { title: past.message }, withHint({ message: past.cause ?? past.message, hint: past.hint }));
  }

  private pass(event: RunEvent): void {
    // its words are written before it returns: the writer behind them is this one's
    void this.text.event(event);
  }

  /** Writes what was held of a step's log in its group, which stays open. */
  private show(step: StepId): void {
    const lines = this.held.get(step);
    if (!lines) return;
    if (this.open !== step) this.closeGroup();
    this.open ??= this.openGroup(step);
  }

  private openGroup(step: StepId): StepId {
    const again = this.begun.has(step) ? ' (continued)' : '';
    this.begun.add(step);
    this.command('group', {}, `${neutralize(step)}${again}`);
    this.command('stop-commands', {}, this.options.stopToken);
    const lines = this.held.get(step) ?? [];
    this.held.delete(step);
    for (const line of lines) {
      this.heldBytes -= line.bytes.length + 1;
      this.write(line);
    }
    return step;
  }

  private closeGroup(): void {
    if (this.open === undefined) return;
    this.open = undefined;
    this.command(this.options.stopToken, {}, '');
    this.command('endgroup', {}, '');
  }

  private write({ at, bytes }: LogLine): void {
    if (this.options.timestamps) this.out.gather(`${at} `);
    this.out.gather(bytes, NEWLINE);
  }

  private command(name: string, properties: Readonly<Record<string, string>>, text: string): void {
    const given = Object.entries(properties).map(([key, value]) => ` ${key}=${escapeProperty(value)}`);
    this.out.gather(`::${name}${given.join(',')}::${escapeText(text)}\n`);
  }
}

/** The step whose log ends with an event, or goes on after it. */
function stepOf(event: RunEvent): StepId | undefined {
  if (event.type === 'step-finished' || event.type === 'step-retried') return event.result.step;
  return event.type === 'log-gap' ? event.step : undefined;
}

/** Nothing is said of these. */
function isSilent({ type }: RunEvent): boolean {
  return type === 'step-created' || type === 'step-placed' || type === 'step-started';
}

/** Words in which GitHub finds no command, whatever a step is called. */
function inert(text: string): string {
  return text.replace(/^(\s*):(?=:)/gm, '$1: ').replaceAll('##[', '## [');
}

function escapeText(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeText(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
