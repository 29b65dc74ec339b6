import { get } from 'node:http';
import { connect } from 'node:net';
import type { Clock } from '../../clock.js';
import type { Probe } from '../pod.js';
import type { RunningContainer } from '../runtimes/runtime.js';

export interface ProbeOptions {
  readonly clock: Clock;
  /** The container has ended. */
  readonly signal: AbortSignal;
  readonly report: (ready: boolean) => void;
  /** Told each time that it does not succeed, in the words of the kubelet. */
  readonly failed: (message: string) => void;
}

/** Runs a readiness probe until the container ends; reports each change from or to "ready". */
export async function watchReadiness(
  probe: Probe,
  container: RunningContainer,
  { clock, signal, report, failed }: ProbeOptions,
): Promise<void> {
  const seconds = (value: number | undefined, otherwise: number) => (value ?? otherwise) * 1000;
  await clock.sleep(seconds(probe.initialDelaySeconds, 0), signal);
  let ready = false;
  let inARow = 0;
  while (!signal.aborted) {
    const timeout = AbortSignal.any([signal, AbortSignal.timeout(seconds(probe.timeoutSeconds, 1))]);
    // A probe that cannot even be made has failed.
    const problem = await problemOf(probe, container, timeout).catch((error) => (error instanceof Error ? error.message : String(error)));
    if (problem !== undefined && !signal.aborted) failed(`Readiness probe failed: ${problem}`);
    inARow = (problem === undefined) === ready ? 0 : inARow + 1;
    if (inARow >= (ready ? (probe.failureThreshold ?? 3) : (probe.successThreshold ?? 1))) {
      ready = !ready;
      inARow = 0;
      if (!signal.aborted) report(ready);
      // nothing will ever change its mind
      if (ready && container.isReady) return;
    }
    await clock.sleep(seconds(probe.periodSeconds, 10), signal);
  }
}

/** Why it does not succeed; undefined where it does. */
async function problemOf(probe: Probe, container: RunningContainer, signal: AbortSignal): Promise<string | undefined> {
  if (container.isReady) return container.isReady() ? undefined : 'it is simulated not to be ready yet';
  if (probe.exec !== undefined) {
    const code = await container.exec(probe.exec.command, signal);
    return code === 0 ? undefined : `command ended with exit code ${code}`;
  }
  if (probe.tcpSocket !== undefined) return refusal(probe.tcpSocket, signal);
  return probe.httpGet === undefined ? undefined : httpProblem(probe.httpGet, signal);
}

function refusal({ host = '127.0.0.1', port }: NonNullable<Probe['tcpSocket']>, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, signal });
    const answer = (problem?: string) => {
      socket.destroy();
      resolve(problem);
    };
    socket
      .once('connect', () => answer())
      .once('error', ({ message }) => answer(`dial tcp ${host}:${port}: ${signal.aborted ? 'i/o timeout' : message}`));
  });
}

function httpProblem(
  { host = '127.0.0.1', port, path = '/' }: NonNullable<Probe['httpGet']>,
  signal: AbortSignal,
): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const request = get({ host, port, path, signal, agent: false }, ({ statusCode = 0 }) => {
      request.destroy();
      resolve(statusCode >= 200 && statusCode < 400 ? undefined : `HTTP probe failed with statuscode: ${statusCode}`);
    });
    request.once('error', ({ message }) => reject(new Error(`Get "http://${host}:${port}${path}": ${message}`)));
  });
}
