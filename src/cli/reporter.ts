import { randomBytes } from 'node:crypto';
import { systemClock } from '../clock.js';
import type { RunEvent } from '../report/events.js';
import { JsonReporter } from '../report/json-reporter.js';
import type { Reporter } from '../report/reporter.js';
import { TextReporter, type TextReporterOptions } from '../report/text-reporter.js';
import { VERSION } from '../version.js';
import type { Archive } from './archive.js';
import type { Cancellation } from './cancellation.js';
import type { Invocation } from './commands.js';
import { clusterFlags, nextCommands } from './next-commands.js';
import { isUtf8, wantsColor, wantsLive } from './terminal.js';

/** The reporter that the flags and the terminal ask for; it is closed when the process goes, if not before. */
export async function reporterOf(invocation: Invocation, { signal }: Pick<Cancellation, 'signal'>): Promise<Reporter> {
  const reporter = await openReporter(invocation, signal);
  invocation.io.onExit(() => reporter.close());
  return reporter;
}

async function openReporter(invocation: Invocation, stopping: AbortSignal): Promise<Reporter> {
  const { io, flags } = invocation;
  if (flags.output === 'json') return new JsonReporter(io.stdout);
  const options: TextReporterOptions = {
    version: VERSION,
    ascii: !isUtf8(io.env),
    color: wantsColor(io, flags),
    quiet: flags.quiet,
    timestamps: flags.timestamps,
    nextCommands: nextCommands(invocation),
    clusterFlags: clusterFlags(invocation),
  };
  if (flags.output === 'github') {
    const { GithubReporter } = await import('../report/github-reporter.js');
    return new GithubReporter(io.stdout, { ...options, stopToken: randomBytes(16).toString('hex') });
  }
  if (!wantsLive(io, flags)) return new TextReporter({ out: io.stdout, err: io.stderr }, options);
  const { LiveReporter } = await import('../report/live/live-reporter.js');
  const live = new LiveReporter(io.stdout, { ...options, clock: systemClock, stopping });
  io.onSuspend({ suspend: () => live.rest(), resume: () => live.wake() });
  return live;
}

/** Passes the events of a run on to both, and tells when the run has begun. */
export function eventsTo(
  reporter: Reporter,
  archive?: Archive,
  onBegun?: (namespace: string) => void,
): (event: RunEvent) => void | Promise<void> {
  return (event) => {
    if (event.type === 'run-started') onBegun?.(event.namespace);
    const [shown, saved] = [reporter.event(event), archive?.event(event)];
    // for each line of a log a promise would cost more than the line
    return shown || saved ? Promise.all([shown, saved]).then(() => undefined) : undefined;
  };
}
