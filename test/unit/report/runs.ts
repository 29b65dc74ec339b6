import type { RunEvent, RunReport } from '../../../src/report/events.js';
import { at, ended, finished, log, result, started, step, waiting } from './run-builder.js';

/** Two steps in a row that pass. */
export function success(): readonly RunEvent[] {
  const build = result('build', 'passed', { times: [0, 0.8, 65.3], exitCode: 0, logLines: 2 });
  const test = result('test', 'passed', { times: [65.3, 65.31, 66.5], exitCode: 0, logLines: 1 });
  return [
    started([step('build'), step('test', { dependsOn: ['build'] }), step('db', { kind: 'service', detached: true })]),
    { type: 'step-created', at: at(0.1), step: 'build', attempt: 1, pod: 'pl-7k2m9x4c1d-build-1' },
    { type: 'step-started', at: at(0.8), step: 'build', attempt: 1 },
    { type: 'notice', at: at(0.9), level: 'info', message: 'pods start when they are due', hint: 'grant pods/attach to start them ahead' },
    log('build', 1, '+ make'),
    log('build', 2, ''),
    finished(build),
    log('test', 1, '+ make test'),
    finished(test),
    ended([build, test, result('db', 'passed', { times: [0, 1.2, 66.6] })], { seconds: 67 }),
  ];
}

/** The example of the design: the quick branch of a diamond fails, the step behind both is skipped. */
export function diamond(): readonly RunEvent[] {
  const fetch = result('fetch', 'passed', { times: [0, 0.4, 0.5], exitCode: 0, logLines: 2 });
  const quick = result('quick', 'failed', {
    times: [0.5, 0.5, 1.7],
    exitCode: 1,
    reason: 'ExitCode',
    logLines: 1,
    lastLines: ['FAIL src/a.test.ts'],
  });
  const slow = result('slow', 'passed', { times: [0.5, 0.5, 20.5], exitCode: 0, logLines: 1 });
  const report = result('report', 'skipped', { reason: 'Dependency', message: 'quick failed' });
  return [
    started([
      step('fetch'),
      step('slow', { dependsOn: ['fetch'] }),
      step('quick', { dependsOn: ['fetch'] }),
      step('report', { dependsOn: ['slow', 'quick'] }),
    ]),
    log('fetch', 1, '+ echo fetching'),
    log('fetch', 2, 'fetching'),
    finished(fetch),
    log('slow', 1, '…'),
    log('quick', 1, '\u001b[31mFAIL\u001b[0m src/a.test.ts'),
    finished(quick),
    finished(slow),
    finished(report, 20.5),
    ended([fetch, slow, quick, report], { seconds: 20.6, outcome: 'failed', exitStatus: 1 }),
  ];
}

/** A failure that the pipeline ignores. */
export function ignoredFailure(): readonly RunEvent[] {
  const lint = result('lint', 'failed', {
    times: [0, 0.4, 1.4],
    exitCode: 3,
    reason: 'ExitCode',
    ignored: true,
    lastLines: ['2 problems'],
  });
  const test = result('test', 'passed', { times: [1.4, 1.4, 2], exitCode: 0 });
  return [
    started([step('lint'), step('test', { dependsOn: ['lint'] })]),
    finished(lint),
    finished(test),
    ended([lint, test], { seconds: 2.1 }),
  ];
}

/** A step that no node takes, first for one cause, then for another, until the limit. */
export function unschedulable(): readonly RunEvent[] {
  const arch = 'no node offers kubernetes.io/arch=arm64 (1 node: amd64)';
  const deploy = result('deploy', 'error', {
    reason: 'Unschedulable',
    message: `${arch} for 10m 00s`,
    hint: 'try --platform linux/amd64, or raise --schedule-timeout',
  });
  return [
    started([step('deploy')]),
    { type: 'step-created', at: at(0), step: 'deploy', attempt: 1, pod: 'pl-7k2m9x4c1d-deploy-1' },
    waiting('deploy', 1.9, 'Unschedulable', arch, 'try --platform linux/amd64'),
    waiting('deploy', 5, 'Unschedulable', arch, 'try --platform linux/amd64'),
    waiting('deploy', 8, 'Unschedulable', arch, 'try --platform linux/amd64'),
    waiting('deploy', 63, 'Quota', 'quota "team" allows 4 cpu, 4 are used'),
    finished(deploy, 600),
    ended([deploy], { seconds: 600.2, outcome: 'error', exitStatus: 3 }),
  ];
}

/** Two pipelines in one run; the memory of a step runs out. */
export function severalPipelines(): readonly RunEvent[] {
  const build = result('build/compile', 'passed', { times: [0, 1, 3], exitCode: 0 });
  const e2e = result('test/e2e', 'failed', {
    times: [3, 3, 9],
    exitCode: 137,
    reason: 'OOMKilled',
    message: 'killed for memory: its limit is 64Mi',
    hint: 'raise backend_options.kubernetes.resources.limits.memory of the step',
    lastLines: ['\u001b[1mloading\u001b[0m', ' 10%\r 50%\r 99%'],
  });
  const start = started(
    [
      step('build/compile', { pipeline: 'build', name: 'compile' }),
      step('test/e2e', { pipeline: 'test', name: 'e2e', dependsOn: ['build/compile'] }),
    ],
    ['build', 'test'],
  );
  return [
    { ...start, axes: { test: { NODE: '22', OS: 'linux' } } } as RunEvent,
    log('build/compile', 1, 'ok'),
    finished(build),
    log('test/e2e', 1, 'loading'),
    { type: 'log-gap', at: at(5), step: 'test/e2e', attempt: 1, message: 'lines are missing: the node rotated the log' },
    log('test/e2e', 2, ' 10%\r 50%\r 99%'),
    finished(e2e),
    ended([build, e2e], { seconds: 9.4, outcome: 'failed', exitStatus: 1 }),
  ];
}

/** The time of the run is up while one step runs, another waits for a node, and a third has not had its turn. */
export function timedOut(): readonly RunEvent[] {
  const cut = { reason: 'TimedOut', message: 'the run reached its time limit' } as const;
  const soak = result('soak', 'canceled', { ...cut, times: [0, 0.5, 3600.2], logLines: 1 });
  const gpu = result('gpu', 'canceled', cut);
  const db = result('db', 'canceled', { ...cut, times: [0, 1.2, 3600.2] });
  const report = result('report', 'skipped', { reason: 'Dependency', message: 'the run ended before' });
  return [
    started([step('soak'), step('gpu'), step('db', { kind: 'service', detached: true }), step('report', { dependsOn: ['soak', 'gpu'] })]),
    log('soak', 1, 'round 1'),
    finished(soak),
    finished(gpu, 3600),
    finished(db),
    ended([soak, gpu, db, report], { seconds: 3601, outcome: 'timed-out', exitStatus: 4 }),
  ];
}

/** Ctrl-C while a step runs; something stays on the cluster. */
export function cancellation(end: Partial<RunReport> = {}): readonly RunEvent[] {
  const build = result('build', 'canceled', { times: [0, 0.5, 3.5], reason: 'Canceled' });
  const test = result('test', 'canceled', { reason: 'Canceled' });
  return [
    started([step('build'), step('test', { dependsOn: ['build'] })]),
    log('build', 1, 'compiling'),
    { type: 'notice', at: at(3), level: 'warning', message: 'interrupted: stopping 1 step', hint: 'press Ctrl-C again to leave at once' },
    finished(build),
    finished(test, 3.5),
    ended([build, test], { seconds: 4, outcome: 'canceled', exitStatus: 130, ...end }),
  ];
}

/** A second attempt after a node was lost; the first pod of the other step was given back before it started. */
export function retry(): readonly RunEvent[] {
  const build = result('build', 'passed', { times: [0, 9, 10], exitCode: 0, attempt: 2 });
  const test = result('test', 'passed', { times: [10, 10, 11], exitCode: 0, attempt: 2 });
  return [
    started([step('build'), step('test', { dependsOn: ['build'] })]),
    { type: 'step-started', at: at(1), step: 'build', attempt: 1 },
    log('build', 1, 'first', 1),
    { type: 'step-started', at: at(9), step: 'build', attempt: 2 },
    log('build', 1, 'second', 2),
    finished(build),
    log('test', 1, 'once', 2),
    finished(test),
    ended([build, test], { seconds: 11 }),
  ];
}

/** Names, messages and logs that try to act on the terminal. */
export function hostile(): readonly RunEvent[] {
  const name = 'a\u001b[2J\u202eb';
  const bad = result(name, 'error', {
    reason: 'ImagePull',
    message: 'image "x\u001b]0;owned\u0007" was not found\n  by the registry',
    hint: 'check\u009b31m the name',
    lastLines: ['\u001b]52;c;Zm9v\u0007copied'],
  });
  return [
    started([step(name)], ['p\u001b[31m']),
    log(name, 1, Buffer.from([0x1b, 0x5b, 0x33, 0x31, 0x6d, 0xff, 0xfe, 0x0d, 0x41])),
    waiting(name, 1, 'ImagePull', 'pulling\r\nx'),
    waiting(name, 4, 'ImagePull', 'pulling\r\nx\u001b[1A'),
    finished(bad, 4.5),
    ended([bad], { seconds: 5, outcome: 'error', exitStatus: 3, leftovers: ['Pod/\u001b[31mx'] }),
  ];
}

/** A short run with every type of event, for docs/events.md. */
export function everyEvent(): readonly RunEvent[] {
  const build = result('build', 'failed', {
    times: [0.1, 3.4, 4.6],
    exitCode: 1,
    reason: 'ExitCode',
    message: 'exit code 1',
    hint: 'read the last lines of its log',
    ignored: false,
    logLines: 2,
    lastLines: ['+ make', 'caf\ufffd'],
  });
  const report = result('report', 'skipped', { reason: 'Dependency', message: 'build failed' });
  return [
    started([step('build'), step('report', { dependsOn: ['build'] })]),
    { type: 'step-created', at: at(0.1), step: 'build', attempt: 1, pod: 'pl-7k2m9x4c1d-build-1' },
    waiting('build', 3.1, 'Unschedulable', 'no node has 2 free cpu (1 node: 1500m)', 'lower the request, or wait'),
    { type: 'step-placed', at: at(3.2), step: 'build', attempt: 1, node: 'node-1' },
    { type: 'step-started', at: at(3.4), step: 'build', attempt: 1 },
    log('build', 1, '+ make'),
    { type: 'log-gap', at: at(4), step: 'build', attempt: 1, message: 'lines are missing: the node rotated the log' },
    log('build', 2, Buffer.from([0x63, 0x61, 0x66, 0xe9])),
    finished(build),
    finished(report, 4.6),
    { type: 'notice', at: at(4.7), level: 'warning', message: 'a secret of 3 characters is not masked', hint: 'use a longer one' },
    ended([build, report], { seconds: 5, outcome: 'failed', exitStatus: 1, leftovers: ['ConfigMap/pl-7k2m9x4c1d'] }),
  ];
}
