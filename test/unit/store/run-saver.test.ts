import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../src/report/events.js';
import { jsonEvent } from '../../../src/report/json-reporter.js';
import { RunSaver } from '../../../src/store/run-saver.js';
import { log, started, step } from '../report/run-builder.js';
import { diamond, everyEvent } from '../report/runs.js';
import { play } from '../report/terminal.js';
import { emptyFolder } from './folder.js';

const RUN = '7k2m9x4c1d';

/** @returns what kept the run from being saved */
async function save(cwd: string, events: readonly RunEvent[], maxLogBytes?: number): Promise<readonly string[]> {
  const failures: string[] = [];
  const saver = new RunSaver(cwd, { maxLogBytes, onFailure: ({ message }) => void failures.push(message) });
  await play(saver, events);
  await saver.close();
  return failures;
}

function eventsFile(cwd: string): string {
  return join(cwd, '.podline/runs', RUN, 'events.jsonl');
}

describe('RunSaver', () => {
  it('writes the JSON events of a run, a line each, and its report', async () => {
    const cwd = emptyFolder();

    const failures = await save(cwd, everyEvent());

    const last = everyEvent().at(-1);
    expect(failures).toEqual([]);
    expect(readFileSync(eventsFile(cwd), 'utf8')).toBe(`${everyEvent().map(jsonEvent).join('\n')}\n`);
    expect(JSON.parse(readFileSync(join(cwd, '.podline/runs', RUN, 'report.json'), 'utf8'))).toEqual(
      last?.type === 'run-finished' ? last.report : undefined,
    );
  });

  it('shows nothing to other users of the machine, and nothing to git', async () => {
    const cwd = emptyFolder();

    await save(cwd, diamond());

    expect(statSync(join(cwd, '.podline/runs')).mode & 0o077).toBe(0);
    expect(statSync(eventsFile(cwd)).mode & 0o077).toBe(0);
    expect(readFileSync(join(cwd, '.podline/.gitignore'), 'utf8')).toBe('*\n');
  });

  it('leaves no report of a run that was given up', async () => {
    const cwd = emptyFolder();

    await save(cwd, diamond().slice(0, -1));

    expect(readdirSync(join(cwd, '.podline/runs', RUN))).toEqual(['events.jsonl']);
  });

  it('writes nothing for a run that did not start', async () => {
    const cwd = emptyFolder();

    await save(cwd, [{ type: 'notice', at: 0, level: 'info', message: 'connecting' }]);

    expect(readdirSync(cwd)).toEqual([]);
  });

  it('takes the place of a run that had the same id', async () => {
    const cwd = emptyFolder();
    await save(cwd, diamond());

    await save(cwd, [started([step('only')])]);

    expect(readFileSync(eventsFile(cwd), 'utf8')).toBe(`${jsonEvent(started([step('only')]))}\n`);
    expect(existsSync(join(cwd, '.podline/runs', RUN, 'report.json'))).toBe(false);
  });

  it('cuts logs that grow too long, says so once a step, and saves all else', async () => {
    const cwd = emptyFolder();
    const lines = [log('a', 1, 'kept'), log('a', 2, 'x'.repeat(500)), log('a', 3, 'short'), log('b', 1, 'short'), log('b', 2, 'short')];
    const end = diamond().slice(-1);

    await save(cwd, [started([step('a'), step('b')]), ...lines, ...end], 300);

    const saved = readFileSync(eventsFile(cwd), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(saved.map(({ type, step: id, text }) => [type, id, text])).toEqual([
      ['run-started', undefined, undefined],
      ['log', 'a', 'kept'],
      ['log-gap', 'a', undefined],
      ['log-gap', 'b', undefined],
      ['run-finished', undefined, undefined],
    ]);
    expect(saved[2].message).toContain('not saved');
  });

  it('keeps fifty runs, the newest', async () => {
    const cwd = emptyFolder();
    const runs = join(cwd, '.podline/runs');
    const ids = Array.from({ length: 60 }, (_, index) => `run-${index}`);
    for (const [index, id] of ids.entries()) {
      mkdirSync(join(runs, id), { recursive: true });
      writeFileSync(join(runs, id, 'events.jsonl'), '');
      utimesSync(join(runs, id), index, index);
    }

    await save(cwd, diamond());

    expect(readdirSync(runs).sort()).toEqual([RUN, ...ids.slice(11)].sort());
  });

  it('says once why it cannot save, and lets the run go on', async () => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, '.podline'), 'in the way');

    const failures = await save(cwd, everyEvent());

    expect(failures).toEqual([expect.stringMatching(/EEXIST|ENOTDIR/)]);
  });

  it('says once that the disk is full, and lets the run go on', () => {
    const cwd = emptyFolder();
    const program = fileURLToPath(new URL('save-much.ts', import.meta.url));

    // a limit on the size of files stands in for the end of the disk
    const output = execFileSync('sh', ['-c', 'ulimit -f 64; exec "$@"', 'sh', process.execPath, '--import', 'tsx', program, cwd], {
      env: { ...process.env, TSX_DISABLE_CACHE: '1' },
      encoding: 'utf8',
    });

    expect(output).toMatch(/^EFBIG[^\n]*\nthe run went on\n$/);
  });
});
