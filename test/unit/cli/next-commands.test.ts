import { expect, it } from 'vitest';
import type { FlagValues } from '../../../src/cli/flags.js';
import { nextCommands } from '../../../src/cli/next-commands.js';
import { invocation } from './invocation.js';

function next(argv: readonly string[], args: readonly string[], flags: FlagValues = {}): readonly string[] {
  const asked = invocation(flags);
  return nextCommands({ ...asked, args, io: { ...asked.io, argv } })('7k2m9x4c1d', 'a/the test');
}

it.each<[string, readonly string[], readonly string[], FlagValues, readonly string[]]>([
  [
    'its log, and a shell where it fails again',
    ['run', 'build.yaml'],
    ['build.yaml'],
    {},
    ["podline logs 7k2m9x4c1d 'a/the test'", 'podline run --shell-on-failure build.yaml'],
  ],
  [
    'the same on this machine',
    ['run', '--local', "it's.yaml"],
    ["it's.yaml"],
    { local: 'process-unsafe' },
    ["podline logs 7k2m9x4c1d 'a/the test'", "podline run --local=process-unsafe --shell-on-failure 'it'\\''s.yaml'"],
  ],
  [
    'a shell on the same cluster',
    ['run', '-n', 'ci', '--context', 'my cluster'],
    [],
    { namespace: 'ci', context: 'my cluster', 'no-save': true },
    ["podline run --context 'my cluster' --namespace ci --shell-on-failure"],
  ],
  ['no log where none was saved', ['run'], [], { 'no-save': true, local: 'process' }, ['podline run --local --shell-on-failure']],
  ['no shell where there was one', ['run'], [], { 'shell-on-failure': true }, ["podline logs 7k2m9x4c1d 'a/the test'"]],
  ['no shell in a run that goes on', ['attach', '7k2m9x4c1d'], ['7k2m9x4c1d'], {}, ["podline logs 7k2m9x4c1d 'a/the test'"]],
  [
    'nothing that may be secret',
    ['run', '--secret', 'token=hunter2'],
    [],
    { secret: ['token=hunter2'] },
    ["podline logs 7k2m9x4c1d 'a/the test'", 'podline run --shell-on-failure'],
  ],
])('after a failure is worth trying: %s', (_title, argv, args, flags, expected) => {
  expect(next(argv, args, flags)).toEqual(expected);
});
