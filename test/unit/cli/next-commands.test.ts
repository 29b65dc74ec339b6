import { expect, it } from 'vitest';
import type { FlagValues } from '../../../src/cli/flags.js';
import { nextCommands } from '../../../src/cli/next-commands.js';
import { invocation } from './invocation.js';

const LOGS = "podline logs 7k2m9x4c1d 'a/the test'";

function next(argv: readonly string[], flags: FlagValues = {}): readonly string[] {
  const asked = invocation(flags);
  return nextCommands({ ...asked, io: { ...asked.io, argv } })('7k2m9x4c1d', 'a/the test');
}

it.each<[string, readonly string[], readonly string[]]>([
  ['its log, and a shell where it fails again', ['run', 'build.yaml'], [LOGS, 'podline run --shell-on-failure build.yaml']],
  [
    'the same run on the same cluster',
    ['run', "it's.yaml", '-n', 'ci', '--context', 'my cluster', '--event=push', '--local', '--concurrency', '1'],
    [LOGS, "podline run --shell-on-failure 'it'\\''s.yaml' -n ci --context 'my cluster' --event=push --local --concurrency 1"],
  ],
  [
    'without a secret of it: the name takes its value from a variable',
    ['run', '--secret', 'token=hun=ter2', '--secret=key=hunter3', '--secret', 'plain', '--backend-http-proxy', 'http://me:pass@proxy'],
    [LOGS, 'podline run --shell-on-failure --secret token --secret=key --secret plain'],
  ],
  [
    'without what was for one run only',
    ['run', '-o', 'text', '--report', 'a.html', '--quiet', '--run', '7k2m9x4c1d', 'a.yaml'],
    [LOGS, 'podline run --shell-on-failure a.yaml'],
  ],
  ['by the names of another program', ['run', '--pipeline-event', 'push'], [LOGS, 'podline run --shell-on-failure --pipeline-event push']],
  ['no shell in a run that goes on', ['attach', '7k2m9x4c1d'], [LOGS]],
])('after a failure is worth trying: %s', (_title, argv, expected) => {
  expect(next(argv)).toEqual(expected);
});

it('says nothing of a log that was not saved, nor of a shell where there was one', () => {
  expect(next(['run', '--no-save'], { 'no-save': true })).toEqual(['podline run --shell-on-failure --no-save']);
  expect(next(['run'], { 'shell-on-failure': true })).toEqual([LOGS]);
});
