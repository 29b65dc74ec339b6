import { describe, expect, it } from 'vitest';
import type { FlagValues } from '../../../src/cli/flags.js';
import { wantsLive } from '../../../src/cli/terminal.js';
import { FakeSink } from '../report/terminal.js';
import { invocation } from './invocation.js';

interface Surroundings {
  readonly isTTY?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

function isLive(flags: FlagValues, { isTTY = true, env = {} }: Surroundings = {}): boolean {
  const { io } = invocation(flags, { env });
  return wantsLive({ ...io, stdout: new FakeSink({ isTTY }) }, flags);
}

describe('the live view', () => {
  it.each<[string, boolean, FlagValues, Surroundings]>([
    ['is shown on a terminal', true, {}, {}],
    ['is not shown in a pipe', false, {}, { isTTY: false }],
    ['is not shown in a pipe, asked for or not', false, { output: 'live' }, { isTTY: false }],
    ['is not shown where lines are asked for', false, { output: 'text' }, {}],
    ['is not shown where little is to be shown', false, { quiet: true }, {}],
    ['is not shown on a terminal that can do nothing', false, {}, { env: { TERM: 'dumb' } }],
    ['is not shown by a CI system, whose terminal is a file', false, {}, { env: { CI: 'true' } }],
    ['is shown by a CI system that asks for it', true, { output: 'live' }, { env: { CI: 'true' } }],
    ['is shown where CI says no', true, {}, { env: { CI: 'false' } }],
    ['needs no colours', true, { 'no-color': true }, { env: { NO_COLOR: '1' } }],
  ])('%s', (_title, expected, flags, surroundings) => {
    expect(isLive(flags, surroundings)).toBe(expected);
  });
});
