import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../src/report/events.js';
import { Waits } from '../../../src/report/waits.js';

function event(step: string, at: number, message: string): Extract<RunEvent, { type: 'step-waiting' }> {
  return { type: 'step-waiting', at, step, reason: 'Quota', message };
}

describe('Waits', () => {
  it('tells a cause once the step has waited two seconds since its pod was created', () => {
    const waits = new Waits();
    waits.created('a', 1000);

    const early = waits.tell(event('a', 2999, 'full'));
    const late = waits.tell(event('a', 3000, 'full'));

    expect([early, late]).toEqual([undefined, 2000]);
  });

  it('counts from the first word of the wait where no pod could be created', () => {
    const waits = new Waits();

    const told = [waits.tell(event('a', 0, 'full')), waits.tell(event('a', 3000, 'full'))];

    expect(told).toEqual([undefined, 3000]);
  });

  it('tells each cause of each step once, whatever comes between', () => {
    const waits = new Waits();
    for (const step of ['a', 'b']) waits.created(step, 0);

    const told = [
      waits.tell(event('a', 3000, 'full')),
      waits.tell(event('a', 6000, 'no node')),
      waits.tell(event('a', 9000, 'full')),
      waits.tell(event('b', 9000, 'full')),
    ];

    expect(told).toEqual([3000, 6000, undefined, 9000]);
  });

  it('counts from anew for the next pod of the step', () => {
    const waits = new Waits();
    waits.created('a', 0);
    waits.created('a', 60_000);

    const told = waits.tell(event('a', 61_000, 'full'));

    expect(told).toBeUndefined();
  });
});
