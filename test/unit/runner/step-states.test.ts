import { describe, expect, it } from 'vitest';
import { podNameOfAttempt } from '../../../src/contract/names.js';
import type { Pod, PodStatus } from '../../../src/contract/objects.js';
import { stepStates } from '../../../src/runner/step-states.js';
import { podOf } from './plans.js';

const RUNNING: PodStatus = {
  phase: 'Running',
  containerStatuses: [{ name: 'step', state: { running: { startedAt: '2026-01-01T00:00:00Z' } } }],
};
/** What a node tells for up to some seconds of a pod whose container has ended. */
const LEAVING = terminated(0, 'Running');
const PASSED = terminated(0, 'Succeeded');
const FAILED = terminated(1, 'Failed');

describe('stepStates', () => {
  it('tells what the pods of the steps say', () => {
    const pods = [pod('clone', PASSED), pod('lint', FAILED), pod('test', RUNNING), pod('build', { phase: 'Pending' })];

    expect(states(['clone', 'lint', 'test', 'build', 'deploy'], pods)).toEqual({
      waiting: ['build'],
      held: [],
      running: ['test'],
      passed: ['clone'],
      failed: ['lint'],
    });
  });

  it('calls a step held while one runs that it waits for', () => {
    const pods = [pod('build', RUNNING), pod('test', RUNNING, { after: ['build'] })];

    expect(states(['build', 'test'], pods)).toMatchObject({ running: ['build'], held: ['test'] });
  });

  it('calls no step held once the container has ended that it waited for', () => {
    const pods = [pod('build', LEAVING), pod('test', RUNNING, { after: ['build'] })];

    expect(states(['build', 'test'], pods)).toMatchObject({ passed: ['build'], running: ['test'], held: [] });
  });

  it('calls no step held that waits for a detached one which runs', () => {
    const pods = [pod('database', RUNNING, { detached: true }), pod('test', RUNNING, { after: ['database'] })];

    expect(states(['database', 'test'], pods)).toMatchObject({ running: ['database', 'test'], held: [] });
  });

  it('counts a step once, by its last attempt', () => {
    const pods = [pod('test', RUNNING, { attempt: 10 }), pod('test', FAILED, { attempt: 9 })];

    expect(states(['test'], pods)).toMatchObject({ running: ['test'], failed: [] });
  });

  it('tells the steps of two pipelines apart', () => {
    const pods = [pod('build', PASSED, { pipeline: 'web' }), pod('build', RUNNING), pod('test', RUNNING, { after: ['build'] })];
    const pipelines = [pipeline('main', ['build', 'test']), pipeline('web', ['build'])];

    expect(stepStates(pipelines, pods)).toMatchObject({ running: ['main/build'], held: ['main/test'], passed: ['web/build'] });
  });

  it('goes on where somebody damaged what a step waits for', () => {
    const damaged = pod('test', RUNNING, { after: ['build'] });
    const pods = [
      { ...damaged, metadata: { ...damaged.metadata, annotations: { ...damaged.metadata.annotations, 'podline.dev/depends-on': '[' } } },
    ];

    expect(states(['test'], pods)).toMatchObject({ running: ['test'] });
  });
});

function states(steps: readonly string[], pods: readonly Pod[]) {
  return stepStates([pipeline('main', steps)], pods);
}

function pipeline(name: string, steps: readonly string[]) {
  return { name, dependsOn: [], runOn: ['success' as const], steps };
}

function terminated(exitCode: number, phase: PodStatus['phase']): PodStatus {
  return { phase, containerStatuses: [{ name: 'step', state: { terminated: { exitCode } } }] };
}

interface PodOptions {
  readonly after?: readonly string[];
  readonly detached?: boolean;
  readonly attempt?: number;
  readonly pipeline?: string;
}

/** A pod that was created before its turn. */
function pod(step: string, status: PodStatus, { after = [], detached = false, attempt = 1, pipeline = 'main' }: PodOptions = {}): Pod {
  const { metadata, spec, ...rest } = podOf(step);
  const annotations = {
    'podline.dev/step': step,
    'podline.dev/depends-on': JSON.stringify(after),
    'podline.dev/detached': String(detached),
  };
  return {
    ...rest,
    metadata: {
      ...metadata,
      name: podNameOfAttempt(metadata.name, attempt),
      labels: { ...metadata.labels, 'podline.dev/pipeline': pipeline },
      annotations,
    },
    spec: { ...spec, containers: spec.containers.map((container) => ({ ...container, env: [{ name: 'PODLINE_GATE', value: '1' }] })) },
    status,
  };
}
