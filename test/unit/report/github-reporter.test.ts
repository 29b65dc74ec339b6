import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../src/report/events.js';
import { GithubReporter } from '../../../src/report/github-reporter.js';
import { expectGolden } from './golden.js';
import { finished, log, result, started, step } from './run-builder.js';
import { cancellation, diamond, hostile, retry, timedOut, unschedulable } from './runs.js';
import { FakeSink, play } from './terminal.js';

async function printed(events: readonly RunEvent[], maxHeldBytes?: number): Promise<string> {
  const out = new FakeSink();
  const reporter = new GithubReporter(out, { version: '0.1.0', stopToken: 'TOKEN', maxHeldBytes });
  await play(reporter, events);
  reporter.close();
  return out.bytes.toString();
}

/** What is in the groups, by their titles. */
function groups(text: string): readonly string[] {
  return Array.from(text.matchAll(/^::group::(.*)\n::stop-commands::TOKEN\n([\s\S]*?)^::TOKEN::\n::endgroup::\n/gm), ([, title, lines]) =>
    [title, ...(lines ?? '').trimEnd().split('\n')].join(' '),
  );
}

describe('the log of a GitHub Actions job', () => {
  it.each([
    { file: 'github-diamond.txt', events: diamond() },
    { file: 'github-retry.txt', events: retry() },
    { file: 'github-unschedulable.txt', events: unschedulable() },
    { file: 'github-cancellation.txt', events: cancellation() },
    { file: 'github-timed-out.txt', events: timedOut() },
    { file: 'github-hostile.txt', events: hostile() },
  ])('is byte for byte $file', async ({ file, events }) => {
    expectGolden(file, await printed(events));
  });

  it('has the lines of each step together, though they came mixed', async () => {
    const text = await printed([
      started([step('a'), step('b')]),
      log('a', 1, 'a1'),
      log('b', 1, 'b1'),
      log('a', 2, 'a2'),
      log('b', 2, 'b2'),
      finished(result('b', 'passed')),
      log('a', 3, 'a3'),
      finished(result('a', 'passed')),
    ]);

    expect(groups(text)).toEqual(['a a1 a2', 'b b1 b2', 'a (continued) a3']);
  });

  it('does not let more wait than it may, and loses nothing of it', async () => {
    const lines = Array.from({ length: 30 }, (_, index) => log('b', index, `b${index}`));

    const text = await printed([started([step('a'), step('b')]), log('a', 1, 'a1'), ...lines, log('a', 2, 'a2')], 20);

    const all = groups(text).flatMap((group) => group.split(' '));
    expect(all.filter((word) => /^b\d/.test(word))).toEqual(lines.map((_, index) => `b${index}`));
    expect(all.filter((word) => /^a\d/.test(word))).toEqual(['a1', 'a2']);
  });

  it('lets neither logs nor names give commands', async () => {
    const text = await printed([
      started([step('::set-env::x'), step('##[add-path]y')]),
      log('::set-env::x', 1, '::add-mask::x'),
      finished(result('::set-env::x', 'failed', { message: 'a\n::stop' })),
    ]);

    const outside = text.replace(/^::stop-commands::TOKEN\n[\s\S]*?^::TOKEN::\n/gm, '');
    const commands = outside.split('\n').filter((line) => /^\s*::|##\[/.test(line));
    expect(commands).toEqual(['::group::::set-env::x', '::endgroup::', '::error title=step %3A%3Aset-env%3A%3Ax failed::a ::stop']);
  });

  it('shows the lines of a run that did not come to its end', async () => {
    expect(groups(await printed([started([step('a'), step('b')]), log('a', 1, 'a1'), log('b', 1, 'b1')]))).toEqual(['a a1', 'b b1']);
  });
});
