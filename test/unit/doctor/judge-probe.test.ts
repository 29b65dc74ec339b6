import { describe, expect, it } from 'vitest';
import { judgeProbe } from '../../../src/doctor/judge-probe.js';
import { ProbeFacts } from '../../../src/doctor/probe-facts.js';
import { PROBE } from '../../../src/doctor/probe-plan.js';
import type { RunEvent, StepResult } from '../../../src/report/events.js';
import type { Check } from '../../../src/report/finding.js';

describe('judgeProbe', () => {
  it('knows from one pipeline that ReadWriteMany is what is missing', () => {
    const events = [...started(PROBE.other), ended({ step: PROBE.peer, reason: 'VolumeUnbound', message: 'not bound' })];

    expect(judge(events, 'rwx')).toMatchObject({ status: 'fail', fix: expect.stringContaining('--storage-rwx false') });
    expect(judge(events, 'volume')).toMatchObject({ status: 'fail', message: 'not bound' });
    expect(judge(events, 'pods').status).toBe('ok');
  });

  it('says that ReadWriteMany is not offered where nobody asks for it', () => {
    const events = [...started(PROBE.peer), ended({ step: PROBE.other, reason: 'VolumeUnbound', message: 'not bound' })];

    expect(judge(events, 'rwx', false)).toMatchObject({ status: 'ok', message: 'ReadWriteMany is not offered, and not asked for' });
  });

  it('takes a pod that is only slow for no fault', () => {
    expect(judge([ended()], 'pods')).toMatchObject({ status: 'warn', fix: 'give it longer with --probe-timeout 60s' });
    expect(judge([ended()], 'volume').status).toBe('warn');
    expect(judge([ended()], 'dns').status).toBe('unknown');
  });

  it('tells the reason why a pod waited when the time was up', () => {
    const waits: RunEvent = { type: 'step-waiting', at: 0, step: PROBE.peer, reason: 'Unschedulable', message: 'no node', hint: 'add one' };

    expect(judge([waits, ended()], 'pods')).toMatchObject({ status: 'fail', message: 'no node', fix: 'add one' });
  });

  it.each([
    ['write=no', 'non-root', 'warn'],
    ['write=yes', 'non-root', 'ok'],
    ['dns=no', 'dns', 'fail'],
    ['dns=unknown', 'dns', 'unknown'],
  ] as const)('takes the line %s for %s: %s', (fact, check, status) => {
    const line = new TextEncoder().encode(`podline-doctor ${fact}`);

    expect(judge([{ type: 'log', at: '', step: PROBE.second, attempt: 1, line: 1, bytes: line }, ended()], check).status).toBe(status);
  });

  it('tells what is left, and what removes it', () => {
    const events = [ended({}, ['Pod/pl-0000000000-first-1'])];

    expect(judge(events, 'clean-up')).toMatchObject({ status: 'fail', fix: 'podline down 0000000000' });
  });

  it('does not take a volume that was only bound for one that was written to', () => {
    expect(judge([...started(PROBE.peer), ended()], 'volume')).toMatchObject({
      status: 'warn',
      message: expect.stringContaining('nothing was written'),
    });
    expect(judge([...started(PROBE.peer), ended({ step: PROBE.first, state: 'passed' })], 'volume').status).toBe('ok');
  });

  it('believes the notice that pods are not held, whatever was held before', () => {
    const held: readonly RunEvent[] = [
      { type: 'step-created', at: 0, step: PROBE.first, attempt: 1, pod: 'p', held: true },
      { type: 'step-started', at: 9, step: PROBE.first, attempt: 1 },
    ];
    const notice: RunEvent = { type: 'notice', at: 1, level: 'info', message: 'pods are created only when their turn has come: no' };

    expect(judge([...held, ended()], 'attach').status).toBe('ok');
    expect(judge([...held, notice, ended()], 'attach').status).toBe('warn');
  });
});

function judge(events: readonly RunEvent[], check: Check, storageRwx = true) {
  const found = judgeProbe(new ProbeFacts(events), { storageRwx, timeoutSeconds: 12 }).find((finding) => finding.check === check);
  if (!found) throw new Error(`no finding on ${check}`);
  return found;
}

function started(step: string): readonly RunEvent[] {
  return [
    { type: 'step-created', at: 0, step, attempt: 1, pod: 'p' },
    { type: 'step-started', at: 900, step, attempt: 1 },
  ];
}

/** The end of a probe with at most one step of which something is known. */
function ended(result: Partial<StepResult> = {}, leftovers: readonly string[] = []): RunEvent {
  const steps: readonly StepResult[] = result.step === undefined ? [] : [{ step: '', state: 'error', attempt: 1, logLines: 0, ...result }];
  const report = { run: '0000000000', outcome: 'error', exitStatus: 3, steps, leftovers, startedAt: 0, finishedAt: 1 } as const;
  return { type: 'run-finished', at: 1, report };
}
