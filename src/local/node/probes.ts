import { connect } from 'node:net';
import type { Clock } from '../../clock.js';
import type { Probe } from '../pod.js';
import type { RunningContainer } from '../runtimes/runtime.js';

export interface ProbeOptions {
  readonly clock: Clock;
  /** The container has ended. */
  readonly signal: AbortSignal;
  readonly report: (ready: boolean) => void;
}

/** Runs a readiness probe until the container ends; reports each change from or to "ready". */
export async function watchReadiness(probe: Probe, container: RunningContainer, { clock, signal, report }: ProbeOptions): Promise<void> {
  const seconds = (value: number | undefined, otherwise: number) => (value ?? otherwise) * 1000;
  await clock.sleep(seconds(probe.initialDelaySeconds, 0), signal);
  let ready = false;
  let inARow = 0;
  while (!signal.aborted) {
    const timeout = AbortSignal.any([signal, AbortSignal.timeout(seconds(probe.timeoutSeconds, 1))]);
    // A probe that cannot even be made has failed.
    const succeeded = await attempt(probe, container, timeout).catch(() => false);
    inARow = succeeded === ready ? 0 : inARow + 1;
    if (inARow >= (ready ? (probe.failureThreshold ?? 3) : (probe.successThreshold ?? 1))) {
      ready = !ready;
      inARow = 0;
      if (!signal.aborted) report(ready);
    }
    await clock.sleep(seconds(probe.periodSeconds, 10), signal);
  }
}

async function attempt(probe: Probe, container: RunningContainer, signal: AbortSignal): Promise<boolean> {
  if (probe.exec !== undefined) return (await container.exec(probe.exec.command, signal)) === 0;
  if (probe.tcpSocket !== undefined) return accepts(probe.tcpSocket, signal);
  return true;
}

function accepts({ host = '127.0.0.1', port }: NonNullable<Probe['tcpSocket']>, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, signal });
    const answer = (accepted: boolean) => {
      socket.destroy();
      resolve(accepted);
    };
    socket.once('connect', () => answer(true)).once('error', () => answer(false));
  });
}
