import { describe, expect, it } from 'vitest';
import { type Health, HealthMonitor } from '../../../src/cluster/health.js';
import { ClusterError } from '../../../src/errors.js';
import { TestClock } from './test-clock.js';

const FAILURE = new ClusterError('nothing listens there', { code: 'unreachable', hint: 'look', retryable: true });

/** A monitor on a clock that the test moves, and what it has told. */
function watched() {
  const clock = new TestClock(60_000);
  const monitor = new HealthMonitor(clock);
  const told: Health[] = [];
  monitor.listen((health) => told.push(health));
  return { clock, monitor, told };
}

describe('the health of a cluster', () => {
  it('is told once when it is away for some seconds, and once when it is back', async () => {
    const { clock, monitor, told } = watched();

    for (let second = 0; second < 10; second++) {
      monitor.failed('server', FAILURE, clock.now());
      await clock.sleep(1000);
    }
    monitor.worked('server');
    monitor.worked('server');

    expect(told).toEqual([
      { type: 'away', part: 'server', message: 'nothing listens there', hint: 'look' },
      { type: 'back', part: 'server', forMs: 10_000 },
    ]);
  });

  it('is not worth a word where a request between works', async () => {
    const { clock, monitor, told } = watched();

    for (let second = 0; second < 10; second++) {
      monitor.failed('server', FAILURE, clock.now());
      await clock.sleep(1000);
      monitor.worked('server');
    }

    expect(told).toEqual([]);
  });

  it('of the logs is another than that of the server', async () => {
    const { clock, monitor, told } = watched();

    monitor.failed('logs', FAILURE, clock.now());
    await clock.sleep(5000);
    monitor.worked('server');
    monitor.failed('logs', FAILURE, clock.now());
    monitor.worked('logs');

    expect(told).toMatchObject([
      { type: 'away', part: 'logs' },
      { type: 'back', part: 'logs' },
    ]);
  });

  it('is told at the first failure of a request that was long without an answer', async () => {
    const { clock, monitor, told } = watched();
    const since = clock.now();
    await clock.sleep(30_000);

    monitor.failed('server', FAILURE, since);
    monitor.worked('server');

    expect(told).toMatchObject([{ type: 'away' }, { type: 'back', forMs: 30_000 }]);
  });
});
