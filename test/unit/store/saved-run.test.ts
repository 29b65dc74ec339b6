import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../src/report/events.js';
import { RunSaver } from '../../../src/store/run-saver.js';
import { type LogEvent, type SavedRun, savedRun } from '../../../src/store/saved-run.js';
import { log, started, step } from '../report/run-builder.js';
import { diamond } from '../report/runs.js';
import { play } from '../report/terminal.js';
import { emptyFolder } from './folder.js';

const RUN = '7k2m9x4c1d';

async function saved(events: readonly RunEvent[]): Promise<{ readonly cwd: string; readonly file: string }> {
  const cwd = emptyFolder();
  const saver = new RunSaver(cwd, { onFailure: (error) => Promise.reject(error) });
  await play(saver, events);
  await saver.close();
  return { cwd, file: join(cwd, '.podline/runs', RUN, 'events.jsonl') };
}

async function logsOf(run: SavedRun | undefined): Promise<readonly LogEvent[]> {
  const events: LogEvent[] = [];
  for await (const event of run?.logs() ?? []) events.push(event);
  return events;
}

describe('savedRun', () => {
  it('finds nothing where nothing was saved', async () => {
    expect(await savedRun(emptyFolder(), RUN)).toBeUndefined();
  });

  it('knows the steps of a run, and whether it ended', async () => {
    const whole = await saved(diamond());
    const broken = await saved(diamond().slice(0, -1));

    const runs = [await savedRun(whole.cwd, RUN), await savedRun(broken.cwd, RUN)];

    expect(runs.map((run) => run?.steps)).toEqual([
      ['fetch', 'slow', 'quick', 'report'],
      ['fetch', 'slow', 'quick', 'report'],
    ]);
    expect(runs.map((run) => run?.ended)).toEqual([true, false]);
  });

  it('gives back every line byte for byte, and the announcements of lost ones', async () => {
    const gap: RunEvent = { type: 'log-gap', at: 1, step: 'a', attempt: 1, message: 'lines are missing' };
    const lines = [
      log('a', 1, 'é \u2028 \u0085 \r 50%\r'),
      gap,
      log('a', 2, Buffer.from([0x61, 0xff, 0x00])),
      log('a', 3, ''),
      log('a', 4, 'long '.repeat(1_000_000)),
    ];
    const { cwd } = await saved([started([step('a')]), ...lines]);

    const events = await logsOf(await savedRun(cwd, RUN));

    const bytes = (event: RunEvent) => (event.type === 'log' ? Buffer.from(event.bytes).toString('latin1') : event.type);
    expect(events.map(bytes)).toEqual(lines.map(bytes));
  });

  it('leaves out the half line of a runner that was killed', async () => {
    const { cwd, file } = await saved([started([step('a')]), log('a', 1, 'whole')]);
    appendFileSync(file, '{"version":1,"type":"log","at":"2026-');

    const events = await logsOf(await savedRun(cwd, RUN));

    expect(events).toMatchObject([{ line: 1 }]);
  });

  it.each(['no JSON', 'null', '{"version":2,"type":"run-started"}'])('says of a file with %j that it cannot read it', async (line) => {
    const cwd = emptyFolder();
    mkdirSync(join(cwd, '.podline/runs', RUN), { recursive: true });
    writeFileSync(join(cwd, '.podline/runs', RUN, 'events.jsonl'), `${line}\n`);

    await expect(savedRun(cwd, RUN)).rejects.toMatchObject({ code: 'unreadable-file' });
  });
});
