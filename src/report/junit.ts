import type { StepResult } from './events.js';
import type { RunHistory, StepHistory } from './history.js';
import { neutralizeLogLine } from './neutralize.js';
import { whatWasSeen } from './step-text.js';
import { summaryRow } from './summary.js';

/** A run as JUnit XML: a suite a pipeline, a case a step; failures hold the end of the step's log. */
export function junit({ start, report, steps, lastAt }: RunHistory): string {
  const suites = start.pipelines.map((name) =>
    suite(
      name,
      steps.filter(({ info }) => info.pipeline === name),
    ),
  );
  const time = seconds((report?.finishedAt ?? lastAt) - start.at);
  const total = counts(steps);
  const open = tag('testsuites', { name: `podline run ${start.run}`, ...total, time, timestamp: new Date(start.at).toISOString() });
  return ['<?xml version="1.0" encoding="UTF-8"?>', `<${open}>`, ...suites, '</testsuites>', ''].join('\n');
}

function suite(name: string, steps: readonly StepHistory[]): string {
  const time = seconds(steps.reduce((sum, { result }) => sum + ranMs(result), 0));
  const cases = steps.map((step) => testCase(step, name));
  return [`  <${tag('testsuite', { name, ...counts(steps), time })}>`, ...cases, '  </testsuite>'].join('\n');
}

function testCase({ info, result }: StepHistory, classname: string): string {
  const open = tag('testcase', { classname, name: info.name, time: seconds(ranMs(result)) });
  const body = verdict(result);
  return body === undefined ? `    <${open}/>` : `    <${open}>\n      ${body}\n    </testcase>`;
}

function verdict(result: StepResult | undefined): string | undefined {
  if (!result) return `<${tag('skipped', { message: 'its end was not seen' })}/>`;
  const message = whatWasSeen(result) ?? result.state;
  if (isSkipped(result)) return `<${tag('skipped', { message: result.ignored ? `${message} (ignored)` : message })}/>`;
  if (result.state === 'passed') return undefined;
  const lines = [...(result.lastLines ?? []).map(neutralizeLogLine), ...(result.hint ? [`hint: ${result.hint}`] : [])];
  const name = result.state === 'failed' ? 'failure' : 'error';
  return `<${tag(name, { message, type: result.reason ?? result.state })}>${escapeXml(lines.join('\n'))}</${name}>`;
}

/** Tools that read such files fail for a failure: one that the pipeline ignores is none of theirs. */
function isSkipped({ state, ignored }: StepResult): boolean {
  return state === 'skipped' || state === 'canceled' || ignored === true;
}

function counts(steps: readonly StepHistory[]): Readonly<Record<string, string>> {
  const number = (is: (result: StepResult | undefined) => boolean) => String(steps.filter(({ result }) => is(result)).length);
  return {
    tests: String(steps.length),
    failures: number((result) => result?.state === 'failed' && !isSkipped(result)),
    errors: number((result) => result?.state === 'error' && !isSkipped(result)),
    skipped: number((result) => !result || isSkipped(result)),
  };
}

function ranMs(result: StepResult | undefined): number {
  return Math.max(0, (result && summaryRow(result).ranMs) ?? 0);
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

function tag(name: string, attributes: Readonly<Record<string, string>>): string {
  return [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escapeXml(value)}"`)].join(' ');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
// all but what XML 1.0 may hold: no reader takes a document with such a character
const NOT_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

function escapeXml(text: string): string {
  return text.replace(NOT_XML, '\ufffd').replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
