import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../src/report/events.js';
import { HistoryBuilder, type RunHistory } from '../../../src/report/history.js';
import { htmlReport } from '../../../src/report/html/html-report.js';
import { PAGE_PROGRAM } from '../../../src/report/html/page-assets.js';
import { jsonReport } from '../../../src/report/json-report.js';
import { junit } from '../../../src/report/junit.js';
import { expectGolden } from './golden.js';
import { ended, finished, result, started, step } from './run-builder.js';
import { cancellation, diamond, ignoredFailure, retry, severalPipelines, timedOut } from './runs.js';

const HOSTILE = `</script><script>alert(1)</script><img src=x onerror=alert(1)>"'&\u001b]0;x\u0007\u202e\u0000]]>`;

function historyOf(events: readonly RunEvent[]): RunHistory {
  const builder = new HistoryBuilder();
  for (const event of events) builder.take(event);
  const history = builder.history();
  if (!history) throw new Error('no start');
  return history;
}

/** A run of which everything that somebody else can name is hostile. */
function hostileRun(): RunHistory {
  const end = result(HOSTILE, 'failed', { message: HOSTILE, hint: HOSTILE, lastLines: [HOSTILE], logLines: 1, attempt: 1 });
  return historyOf([
    started([step(HOSTILE, { pipeline: HOSTILE, name: HOSTILE, image: HOSTILE })], [HOSTILE]),
    { type: 'notice', at: 1, level: 'warning', message: HOSTILE, hint: HOSTILE },
    finished(end),
    ended([end], { seconds: 1, outcome: 'failed', exitStatus: 1, leftovers: [HOSTILE] }),
  ]);
}

function page(history: RunHistory): string {
  const parts = [{ lines: 1, base64: 'AAAA' }];
  return [...htmlReport(history, { version: '0.1.0', logs: new Map(history.steps.map(({ info }) => [info.step, { parts }])) })].join('');
}

describe('a JUnit report', () => {
  it.each([
    ['junit-diamond.xml', diamond()],
    ['junit-several-pipelines.xml', severalPipelines()],
    ['junit-ignored-failure.xml', ignoredFailure()],
    ['junit-cancellation.xml', cancellation()],
    ['junit-unfinished.xml', diamond().slice(0, -3)],
  ])('is byte for byte %s', (file, events) => {
    expectGolden(file, junit(historyOf(events)));
  });

  it('holds nothing of hostile text but the text', () => {
    const xml = junit(hostileRun());

    expect(xml).not.toContain('<script');
    expect(xml).not.toContain('<img');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML must not hold these
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/);
  });
});

describe('a JSON report', () => {
  it.each([
    ['report-diamond.json', diamond()],
    ['report-retry.json', retry()],
    ['report-unfinished.json', diamond().slice(0, -3)],
  ])('is byte for byte %s', (file, events) => {
    expectGolden(file, jsonReport(historyOf(events)));
  });
});

describe('an HTML report', () => {
  it('says that the time of the run was up, and where it stood', () => {
    const text = page(historyOf(timedOut()));

    expect(text).toContain('<h3>the run reached its time limit <code>timed-out</code></h3><p>soak ran for 1h 00m, gpu had not started</p>');
  });

  it('says what a person asks first: what failed, why, how long each step took', () => {
    const text = page(historyOf(diamond()));

    expect(text).toContain('<title>diamond failed · podline</title>');
    expect(text).toContain('<h3>quick: exit code 1 <code>step-failed</code></h3>');
    expect(text).toMatch(/<pre [^>]*>FAIL src\/a\.test\.ts<\/pre>/);
    expect(text).toMatch(/slow<\/a>.*✓ passed.*>20\.0s</);
    expect(text).toContain('Critical path, in bold: fetch → slow · 20.1s, start-ups 0.4s');
  });

  it('tells what a matrix gave a pipeline', () => {
    expect(page(historyOf(severalPipelines()))).toContain('<dt>matrix of test</dt><dd>NODE=22, OS=linux</dd>');
  });

  it('lets no text of others become part of the page', () => {
    const text = page(hostileRun());

    const scripts = Array.from(text.matchAll(/<script[^>]*>/g), ([tag]) => tag);
    expect(scripts).toEqual(['<script type="application/json" id="data">', '<script type="text/plain" id="log-0-0">', '<script>']);
    expect(text.split('</script>')).toHaveLength(4);
    expect(text.replace(PAGE_PROGRAM, '')).not.toMatch(/<img|\sonerror="|="[^"]*"[a-z]/);
    expect(text).toContain('&lt;/script&gt;');
  });

  it('says of a run whose end was not seen what is known of it', () => {
    expect(page(historyOf(diamond().slice(0, 3)))).toContain('<title>diamond did not end · podline</title>');
  });

  it('has neither links to elsewhere nor anything to fetch', () => {
    expect(page(historyOf(diamond())).replace(PAGE_PROGRAM, '')).not.toMatch(/https?:|src=|url\(|@import/);
  });
});
