import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canShutIn } from '../local/embedded-cluster.js';
import { BROWSER, Browser } from './browser.js';
import { Podline } from './podline.js';
import type { RunOutput } from './run-output.js';

const LOCAL = (await canShutIn()) ? '--local' : '--local=process-unsafe';

/** Of logs, in the page that must not hang. */
const MEGABYTES = Number(process.env.PODLINE_REPORT_MEGABYTES ?? 10);

const HOSTILE = '</script><img src=x onerror=alert(1)><b>&amp;';
const STEPS = [
  { name: 'install', commands: ['echo ready'] },
  {
    name: 'test',
    depends_on: ['install'],
    commands: [`for i in $(seq 1 300); do echo "test $i"; done; printf '\\033[1;31mFAIL\\033[0m cart\\n%s\\n' '${HOSTILE}'; exit 3`],
  },
  { name: 'build', depends_on: ['test'], commands: ['true'] },
];

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'podline-report-test-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function run(...flags: readonly string[]): Promise<RunOutput> {
  await writeFile(join(folder, 'workflow.yaml'), JSON.stringify({ steps: STEPS.map((step) => ({ image: 'alpine', ...step })) }));
  return podline('run', LOCAL, 'workflow.yaml', ...flags);
}

async function podline(...args: readonly string[]): Promise<RunOutput> {
  return new Podline(args, { cwd: folder }).end();
}

describe('podline run --report', () => {
  it('writes reports of each kind, and ends as the run does', async () => {
    const { status, stderr } = await run('--report', 'page.html', '--report', 'junit.xml', '--report', 'deep/run.json', '--no-save');

    const json = JSON.parse(await readFile(join(folder, 'deep/run.json'), 'utf8'));
    expect(json).toMatchObject({ version: 1, outcome: 'failed', exitStatus: 1 });
    expect(json.steps.map((step: { step: string; state: string }) => [step.step, step.state])).toEqual([
      ['install', 'passed'],
      ['test', 'failed'],
      ['build', 'skipped'],
    ]);
    expect(await readFile(join(folder, 'junit.xml'), 'utf8')).toMatch(/<failure message="exit code 3" type="ExitCode">/);
    expect(await readFile(join(folder, 'page.html'), 'utf8')).toMatch(/^<!doctype html>/);
    expect(stderr).toMatch(/^report: page\.html, junit\.xml, deep\/run\.json$/m);
    expect(existsSync(join(folder, '.podline'))).toBe(false);
    expect(status).toBe(1);
  });

  it('refuses a file whose name does not tell what it shall hold, before anything runs', async () => {
    const { status, stderr, stdout } = await run('--report', 'report.pdf');

    expect(stderr).toContain('error[unknown-report]');
    expect([status, stdout]).toEqual([2, '']);
  });

  it('changes nothing about a run where the report can not be written', async () => {
    await writeFile(join(folder, 'taken'), '');
    const { status, stderr } = await run('--report', 'taken/page.html');

    expect(stderr).toMatch(/^warning: the report is not written: /m);
    expect(status).toBe(1);
  });
});

describe('podline report', () => {
  it('reports a run that was saved, and events in a file', async () => {
    const { stdout: events } = await run('--output', 'json');
    await writeFile(join(folder, 'events.jsonl'), events);
    const [, id = ''] = /"type":"run-started".*?"run":"(\w+)"/.exec(events) ?? [];

    const bySaved = await podline('report', id);
    const byFile = await podline('report', 'events.jsonl', '-o', 'run.xml');

    expect([bySaved.stdout, byFile.stdout]).toEqual([`podline-${id}.html\n`, 'run.xml\n']);
    expect(await readFile(join(folder, `podline-${id}.html`), 'utf8')).toContain(id);
    expect(await readFile(join(folder, 'run.xml'), 'utf8')).toContain(id);
  });

  it.each([
    ['a run that was not saved here', '0123456789', 'run-not-saved'],
    ['a file that is no run', 'workflow.yaml', 'unreadable-file'],
  ])('says what is wrong with %s', async (_title, asked, code) => {
    await writeFile(join(folder, 'workflow.yaml'), 'steps: []\n');
    const { status, stderr } = await podline('report', asked);

    expect(stderr).toContain(`error[${code}]`);
    expect(status).toBe(2);
  });
});

describe.skipIf(!BROWSER)('the HTML report in a browser', () => {
  let browser: Browser;

  beforeEach(async () => {
    await run('--report', 'page.html');
    browser = await Browser.open(join(folder, 'page.html'));
  });

  afterEach(() => browser.close());

  const rows = () => browser.value<readonly string[]>(`[...document.querySelectorAll('.log-view .text')].map((row) => row.textContent)`);
  const shows = (text: string) =>
    browser.until(`[...document.querySelectorAll('.log-view .text')].some((row) => row.textContent === ${JSON.stringify(text)})`);

  it('begins with the end of the log that failed, in its colours, as text alone', async () => {
    await shows(HOSTILE);

    expect((await rows()).slice(-2)).toEqual(['FAIL cart', HOSTILE]);
    expect(await browser.value(`[...document.querySelectorAll('.log-view .f1.b')].map((piece) => piece.textContent)`)).toEqual(['FAIL']);
    expect(await browser.value(`document.querySelectorAll('img').length`)).toBe(0);
    expect(browser.complaints).toEqual([]);
  });

  it('has of a log only the lines in sight as elements', async () => {
    await shows(HOSTILE);

    expect((await rows()).length).toBeLessThan(150);
    expect(await browser.value(`document.querySelector('.foot .count').textContent`)).toBe('303 lines');
  });

  it('is searched with the keyboard alone', async () => {
    const isAt = (text: string) => browser.until(`document.querySelector('.row.current .text')?.textContent === '${text}'`);
    const count = () => browser.value(`document.querySelector('.count[role=status]').textContent`);
    await browser.press('/');
    await browser.type('TEST 12');
    await isAt('test 12');
    const first = await count();
    await browser.press('Enter');
    await isAt('test 120');

    expect([first, await count()]).toEqual(['1 of 11 in 1 step', '2 of 11 in 1 step']);
    expect(await browser.value(`document.querySelector('.row.current mark').textContent`)).toBe('test 12');
  });

  it('leads from a step to its log', async () => {
    await browser.value(`document.querySelector('.steps a').click()`);
    await shows('ready');

    expect(await browser.value(`document.activeElement.getAttribute('aria-label')`)).toBe('Log of install');
  });

  it('has a name for all that one can reach with the keyboard', async () => {
    await shows(HOSTILE);
    const nameless = `[...document.querySelectorAll('a, button, select, input, [tabindex="0"]')]
      .filter((element) => !(element.getAttribute('aria-label') || element.textContent.trim() || element.labels?.[0]?.textContent))
      .map((element) => element.outerHTML)`;

    expect(await browser.value(nameless)).toEqual([]);
  });
});

describe.skipIf(!BROWSER)(`an HTML report of ${MEGABYTES} MB of logs`, () => {
  it('shows the lines in sight, and finds one of all', async () => {
    const lines = MEGABYTES * 10_000;
    const log = `i=0; while [ $i -lt ${lines} ]; do i=$((i+1)); echo "$i of many lines that are one hundred bytes long, as lines of logs often are: twenty more bytes"; done`;
    await writeFile(join(folder, 'workflow.yaml'), JSON.stringify({ steps: [{ name: 'long', image: 'alpine', commands: [log] }] }));
    await podline('run', LOCAL, 'workflow.yaml', '--report', 'page.html', '--quiet');
    const browser = await Browser.open(join(folder, 'page.html'));
    try {
      await browser.until(`document.querySelectorAll('.log-view .text').length > 5`);
      const elements = await browser.value<number>(`document.querySelectorAll('.log-view .row').length`);
      await browser.press('/');
      await browser.type(`${lines} of many`);
      await browser.until(`document.querySelector('.row.current .text')?.textContent.startsWith('${lines} of')`);

      expect(elements).toBeLessThan(150);
      expect(browser.complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
