import { JsonReporter } from '../report/json-reporter.js';
import type { Reporter } from '../report/reporter.js';
import { TextReporter } from '../report/text-reporter.js';
import { RunSaver } from '../store/run-saver.js';
import { VERSION } from '../version.js';
import type { Invocation } from './commands.js';
import { isUtf8, wantsColor } from './terminal.js';

/** The reporter that the flags and the terminal ask for. */
export function reporterOf({ io, flags }: Pick<Invocation, 'io' | 'flags'>): Reporter {
  const sinks = { out: io.stdout, err: io.stderr };
  if (flags.output === 'json') return new JsonReporter(io.stdout);
  return new TextReporter(sinks, {
    version: VERSION,
    ascii: !isUtf8(io.env),
    color: wantsColor(io, flags),
    quiet: flags.quiet,
    timestamps: flags.timestamps,
    nextCommands: flags['no-save'] ? undefined : (run, step) => [`podline logs ${run} ${shellWord(step)}`],
  });
}

/** Saves the run in the folder it was started in; the reporter is told what prevents it. */
export function runSaverOf({ io }: Pick<Invocation, 'io'>, reporter: Reporter): RunSaver {
  return new RunSaver(io.cwd, {
    onFailure: ({ message }) =>
      reporter.event({
        type: 'notice',
        at: Date.now(),
        level: 'warning',
        message: `the run is not saved: ${message}`,
        hint: 'or give --no-save',
      }),
  });
}

function shellWord(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
