import type { RunEvent, RunReport, StepResult } from '../../src/report/events.js';

/** A line of a log as `--output json` writes it. */
export type LogEvent = Omit<Extract<RunEvent, { type: 'log' }>, 'bytes'> & { readonly text: string };
export type JsonEvent = Exclude<RunEvent, { type: 'log' }> | LogEvent;

/** What the program left: its exit status, its outputs and, with `--output json`, the events of its run. */
export class RunOutput {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;

  constructor({ status, stdout, stderr }: { readonly status: number | null; readonly stdout: string; readonly stderr: string }) {
    this.status = status;
    this.stdout = stdout;
    this.stderr = stderr;
  }

  get events(): readonly JsonEvent[] {
    return this.stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  }

  get report(): RunReport {
    const last = this.events.at(-1);
    if (last?.type !== 'run-finished') throw new Error(`the run was not reported: ${this.stdout}${this.stderr}`);
    return last.report;
  }

  /** How a step ended. */
  result(step: string): StepResult {
    const result = this.report.steps.find((each) => each.step === step);
    if (result === undefined) throw new Error(`no step "${step}" in ${this.stdout}`);
    return result;
  }

  /** How every step ended. */
  get states(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.report.steps.map(({ step, state }) => [step, state]));
  }

  /** The lines of a step's log, without the commands that the shell announces. */
  log(step: string): readonly string[] {
    return this.events.flatMap((event) =>
      event.type === 'log' && event.step === step && !event.text.startsWith('+ ') ? [event.text] : [],
    );
  }

  /** When the first line of a step's log was written, by the clock of the node: a text that sorts as time does. */
  loggedAt(step: string): string {
    const first = this.events.find((event) => event.type === 'log' && event.step === step);
    if (first?.type !== 'log') throw new Error(`no log of "${step}" in ${this.stdout}`);
    const [seconds = '', fraction = ''] = first.at.replace('Z', '').split('.');
    return `${seconds}.${fraction.padEnd(9, '0')}`;
  }
}
