import type { Invocation } from '../../../src/cli/commands.js';
import type { FlagValues } from '../../../src/cli/flags.js';
import { FakeSink } from '../report/terminal.js';

export interface Asked extends Invocation {
  readonly out: FakeSink;
  readonly err: FakeSink;
}

/** What was asked of a command, with outputs that keep what they are given. */
export function invocation(
  flags: FlagValues,
  { cwd = '/', env = {} }: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Asked {
  const [out, err] = [new FakeSink(), new FakeSink()];
  const io = {
    argv: [],
    env,
    cwd,
    home: cwd,
    stdout: out,
    stderr: err,
    identity: async () => 'test',
    startDetached: async () => ({ pid: 1, errors: '' }),
    tellBegun: () => undefined,
    onSignal: () => undefined,
    onExit: () => undefined,
    onSuspend: () => undefined,
  };
  return { io, flags, args: [], out, err };
}
