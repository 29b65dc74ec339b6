import type { Clock } from '../../clock.js';
import type { RunEvent } from '../events.js';
import { colored, plain } from '../paint.js';
import type { Reporter } from '../reporter.js';
import { TextReporter, type TextReporterOptions } from '../text-reporter.js';
import { liveLines } from './live-lines.js';
import { LiveRun } from './live-run.js';
import { LiveScreen, type Screen } from './live-screen.js';

export interface LiveReporterOptions extends TextReporterOptions {
  readonly clock: Clock;
  /** Aborts when the run is to end before its steps have. */
  readonly stopping: AbortSignal;
}

/** The plain lines of a run on a terminal, and below them where its steps stand. */
export class LiveReporter implements Reporter {
  private readonly screen: LiveScreen;
  private readonly text: TextReporter;
  private run?: LiveRun;

  constructor(
    terminal: Screen,
    private readonly options: LiveReporterOptions,
  ) {
    this.screen = new LiveScreen(terminal, { clock: options.clock, lines: (size) => this.lines(size) });
    this.text = new TextReporter({ out: this.screen, err: this.screen }, options);
  }

  event(event: RunEvent): void | Promise<void> {
    this.run?.take(event);
    if (event.type === 'run-finished') this.close();
    const shown = this.text.event(event);
    if (event.type === 'run-started') this.begin(event);
    return shown;
  }

  close(): void {
    this.text.close();
    this.screen.close();
  }

  /** Leaves the terminal to the shell while the process is suspended. */
  rest(): void {
    this.screen.rest();
  }

  wake(): void {
    this.screen.wake();
  }

  private begin(event: Extract<RunEvent, { type: 'run-started' }>): void {
    this.run = new LiveRun(event);
    void this.screen.open();
  }

  private lines(size: { readonly columns: number; readonly rows: number }): readonly string[] {
    const { clock, color, stopping } = this.options;
    const isAscii = this.options.ascii ?? false;
    const view = { ...size, now: clock.now(), paint: color ? colored : plain, ascii: isAscii, isStopping: stopping.aborted };
    return this.run ? liveLines(this.run, view) : [];
  }
}
