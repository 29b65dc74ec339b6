import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { JsonReporter, jsonEvent } from '../../../src/report/json-reporter.js';
import { expectGolden } from './golden.js';
import { log, started, step } from './run-builder.js';
import { diamond, everyEvent } from './runs.js';
import { FakeSink, play } from './terminal.js';

describe('JsonReporter', () => {
  it('writes one event a line', async () => {
    const out = new FakeSink();

    await play(new JsonReporter(out), diamond());

    expectGolden('json.txt', out.bytes);
  });

  it('holds the run back while the reader is behind', async () => {
    const out = new FakeSink();
    out.ready = false;

    const reporter = new JsonReporter(out);

    await reporter.event(started([step('a')]));
    const waiting = reporter.event(log('a', 1, 'x'));
    out.emit('drain');
    await waiting;

    expect(waiting).toBeInstanceOf(Promise);
  });
});

describe('jsonEvent', () => {
  it('gives the bytes of a line only where its text lost some', () => {
    const lines = [log('a', 1, 'é\ufeff\ufffd'), log('a', 2, Buffer.from([0x61, 0xff]))].map((event) => JSON.parse(jsonEvent(event)));

    expect(lines).toEqual([
      expect.not.objectContaining({ base64: expect.anything() }),
      expect.objectContaining({ text: 'a\ufffd', base64: 'Yf8=' }),
    ]);
    expect(lines[0]).toMatchObject({ text: 'é\ufeff\ufffd' });
  });

  it('stays on one line whatever the event holds', () => {
    const text = jsonEvent(log('a\nb', 1, 'x\r\ny'));

    expect(text).not.toMatch(/[\r\n]/);
  });
});

describe('docs/events.md', () => {
  const file = new URL('../../../docs/events.md', import.meta.url);
  const example = everyEvent().map(jsonEvent);

  it('shows the events as they are written', () => {
    const block = `\`\`\`json\n${example.join('\n')}\n\`\`\``;
    if (process.env.UPDATE)
      writeFileSync(
        file,
        readFileSync(file, 'utf8').replace(/```json\n.*?```/s, () => block),
      );

    expect(readFileSync(file, 'utf8')).toContain(block);
  });

  it('explains every event and every field', () => {
    const documented = new Set(
      readFileSync(file, 'utf8')
        .replace(/```json\n.*?```/s, '')
        .match(/(?<=`)[\w-]+(?=`)/g),
    );
    const words = example.flatMap((line) => {
      const event: unknown = JSON.parse(line);
      return [typeOf(event), ...keysOf(event)];
    });

    expect(words.filter((word) => !documented.has(word))).toEqual([]);
  });
});

function typeOf(event: unknown): string {
  return typeof event === 'object' && event !== null && 'type' in event ? String(event.type) : '';
}

function keysOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(keysOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...keysOf(inner)]);
}
