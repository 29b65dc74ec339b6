import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exchange, readText } from '../../../src/cluster/http.js';
import { cut, open, ScriptedServer, whole } from './scripted-server.js';
import { TestClock } from './test-clock.js';

let server: ScriptedServer;
let clock: TestClock;

beforeEach(async () => {
  server = await ScriptedServer.start();
  clock = new TestClock(5_000);
});

afterEach(async () => {
  await server.stop();
});

describe('exchange', () => {
  it('gives up a request that stays without an answer', async () => {
    server.answers(() => {});

    const answer = exchange(request(), clock);
    await clock.elapse(30_000);

    await expect(answer).rejects.toMatchObject({ code: 'ETIMEDOUT', message: 'no answer within 30 s' });
  });

  it('sends nothing when its signal has aborted before', async () => {
    const answer = exchange({ ...request(), signal: AbortSignal.abort(new Error('stopped')) }, clock);

    await expect(answer).rejects.toThrow('stopped');
    expect(server.requests).toEqual([]);
  });
});

describe('readText', () => {
  it('reads an answer to its end', async () => {
    server.answers(whole('€'));

    expect(await readText(await exchange(request(), clock), clock)).toBe('€');
  });

  it('rejects where the answer is cut', async () => {
    server.answers(cut('half'));

    await expect(readText(await exchange(request(), clock), clock)).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('gives up an answer that stops, and closes its connection', async () => {
    server.answers(open('half'));
    const answer = await exchange(request(), clock);

    const text = readText(answer, clock);
    await clock.elapse(30_000);

    await expect(text).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    expect(answer.destroyed).toBe(true);
  });
});

function request() {
  return { url: new URL(server.address), options: {} };
}
