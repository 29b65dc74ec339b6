import type { StepId } from '../report/events.js';
import type { Invocation } from './commands.js';

const WHERE = ['kubeconfig', 'context', 'namespace'] as const;

/** Commands worth trying after a step failed: those that a person could type, without the flags of this call that may hold secrets. */
export function nextCommands({ io, args, flags }: Invocation): (run: string, step: StepId) => readonly string[] {
  const [command = ''] = io.argv;
  const isRun = (command === 'run' || command === 'apply') && !flags['shell-on-failure'];
  const local = flags.local === undefined ? [] : [flags.local === 'process' ? '--local' : `--local=${flags.local}`];
  const where = WHERE.flatMap((name) => (flags[name] === undefined ? [] : [`--${name}`, shellWord(flags[name])]));
  const again = ['podline', command, ...local, ...where, '--shell-on-failure', ...args.map(shellWord)].join(' ');
  return (run, step) => [...(flags['no-save'] ? [] : [`podline logs ${run} ${shellWord(step)}`]), ...(isRun ? [again] : [])];
}

/** A word as a shell reads it. */
function shellWord(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
