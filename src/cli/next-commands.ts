import type { StepId } from '../report/events.js';
import { shellWord } from '../report/shell-word.js';
import type { Invocation } from './commands.js';
import { typedAgain } from './typed-again.js';

/** Commands worth trying after a step failed: those that a person could type, without a secret of this call. */
export function nextCommands({ io, flags }: Invocation): (run: string, step: StepId) => readonly string[] {
  const [command = '', ...words] = typedAgain(io.argv).map(shellWord);
  const isRun = (command === 'run' || command === 'apply') && !flags['shell-on-failure'];
  const again = ['podline', command, '--shell-on-failure', ...words].join(' ');
  return (run, step) => [...(flags['no-save'] ? [] : [`podline logs ${run} ${shellWord(step)}`]), ...(isRun ? [again] : [])];
}

/** The flags of this call that lead another command to the same cluster, as a person would type them. */
export function clusterFlags({ flags }: Pick<Invocation, 'flags'>): readonly string[] {
  return (['kubeconfig', 'context'] as const).flatMap((name) => (flags[name] === undefined ? [] : [`--${name} ${shellWord(flags[name])}`]));
}
