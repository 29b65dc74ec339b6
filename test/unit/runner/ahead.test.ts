import { describe, expect, it } from 'vitest';
import { stepWrapper } from '../../../src/constructs/step-wrapper.js';
import type { PlannedStep } from '../../../src/plan/run-plan.js';
import { type AheadOptions, planAhead, windowOf } from '../../../src/runner/ahead.js';
import { type Ending, initialProgress, type Progress, record } from '../../../src/runner/progress.js';
import { advance } from '../../../src/runner/schedule.js';
import { pipelineOf, planOf, podOf, stepOf } from './plans.js';

/** A step with a shell that can wait at a gate. */
function scriptOf(id: string, options: Partial<PlannedStep> = {}): PlannedStep {
  const pod = podOf(id);
  const containers = pod.spec.containers.map((container) => ({ ...container, command: ['/bin/sh', '-c', stepWrapper()] }));
  return stepOf(id, { pod: { ...pod, spec: { ...pod.spec, containers } }, ...options });
}

type Plan = ReturnType<typeof planOf>;

/** How all stand after `a:placed`, `a:started`, `a:passed` and so on. */
function progressAfter(plan: Plan, events: readonly string[], pods = 20, pipelines = 0): Progress {
  const room = { pods, pipelines, held: new Set<string>() };
  let { progress } = advance(plan, initialProgress(plan), room);
  for (const text of events) {
    const [step = '', what = ''] = text.split(':');
    const event = what === 'placed' ? { type: 'placed' as const, step } : { type: 'ended' as const, step, ending: what as Ending };
    ({ progress } = advance(plan, record(progress, event), room));
  }
  return progress;
}

function ahead(plan: Plan, events: readonly string[], options: Partial<AheadOptions> = {}) {
  const all = { held: [], barred: new Set<string>(), window: 2, pods: 20, pipelines: 0, ...options };
  return planAhead(plan, progressAfter(plan, events, all.pods, all.pipelines), all);
}

const both = ['success', 'failure'] as const;
const chain = planOf(
  pipelineOf([
    scriptOf('a'),
    scriptOf('b', { dependsOn: ['a'] }),
    scriptOf('c', { dependsOn: ['b'] }),
    scriptOf('d', { dependsOn: ['c'] }),
    scriptOf('e', { dependsOn: ['d'] }),
  ]),
);

describe('planAhead', () => {
  it('holds no pod of a pipeline whose turn has not come', () => {
    const next = planOf(pipelineOf([scriptOf('a'), scriptOf('b', { dependsOn: ['a'] })]), pipelineOf([scriptOf('x')], { name: 'x' }));

    expect(ahead(next, ['a:placed'], { pipelines: 1 }).hold).toEqual(['b']);
    expect(ahead(next, ['a:placed', 'a:passed', 'b:placed'], { pipelines: 1 }).hold).toEqual([]);
  });

  it('holds the steps that come next, as many as the window has', () => {
    expect(ahead(chain, ['a:placed'])).toEqual({ hold: ['b', 'c'], giveBack: [] });
    expect(ahead(chain, ['a:placed'], { window: 4 }).hold).toEqual(['b', 'c', 'd', 'e']);
    expect(ahead(chain, ['a:placed'], { held: ['b'] }).hold).toEqual(['c']);
    expect(ahead(chain, ['a:placed'], { window: 0 }).hold).toEqual([]);
  });

  it('takes the nearest first, by the longest way to each', () => {
    const plan = planOf(
      pipelineOf([
        scriptOf('end', { dependsOn: ['a', 'far'] }),
        scriptOf('far', { dependsOn: ['near'] }),
        scriptOf('near', { dependsOn: ['a'] }),
        scriptOf('a'),
      ]),
    );

    expect(ahead(plan, ['a:placed'], { window: 3 }).hold).toEqual(['near', 'far', 'end']);
  });

  it('holds none while a pod that is due has no node', () => {
    expect(ahead(chain, []).hold).toEqual([]);
    expect(ahead(chain, ['a:placed', 'a:passed'], { held: ['c'] })).toEqual({ hold: [], giveBack: [] });
    expect(ahead(chain, ['a:placed', 'a:passed', 'b:placed'], { held: ['c'] }).hold).toEqual(['d']);
  });

  it.each<[string, Partial<PlannedStep>]>([
    ['a plugin', { kind: 'plugin' }],
    ['a detached step', { detached: true }],
    ['a step that asks not to be', { startAhead: false }],
    ['a step without the shell', { pod: podOf('b') }],
    ['a step that runs after a failure', { runOn: ['failure'] }],
  ])('never holds %s, but what comes after it', (_, options) => {
    const plan = planOf(pipelineOf([scriptOf('a'), scriptOf('b', { dependsOn: ['a'], ...options }), scriptOf('c', { dependsOn: ['b'] })]));

    expect(ahead(plan, ['a:placed']).hold).toEqual(['c']);
  });

  it('holds after a failure those that will run, and gives back the others', () => {
    const plan = planOf(
      pipelineOf([
        scriptOf('a'),
        scriptOf('slow'),
        scriptOf('b', { dependsOn: ['slow'] }),
        scriptOf('always', { dependsOn: ['slow'], runOn: both }),
        scriptOf('cleanup', { dependsOn: ['slow'], runOn: ['failure'] }),
      ]),
    );

    expect(ahead(plan, ['a:placed', 'slow:placed', 'a:failed'], { held: ['b', 'always'] })).toEqual({ hold: ['cleanup'], giveBack: ['b'] });
  });

  it('holds none of a pipeline that waits for another', () => {
    const plan = planOf(pipelineOf([scriptOf('x/a')], { name: 'x' }), pipelineOf([scriptOf('y/a')], { name: 'y', dependsOn: ['x'] }));

    expect(ahead(plan, ['x/a:placed']).hold).toEqual([]);
  });

  it('never holds a step again that was given back', () => {
    expect(ahead(chain, ['a:placed'], { barred: new Set(['b']) }).hold).toEqual(['c', 'd']);
  });

  it('keeps within the pods that may exist', () => {
    expect(ahead(chain, ['a:placed'], { pods: 2 }).hold).toEqual(['b']);
    expect(ahead(chain, ['a:placed'], { pods: 1 }).hold).toEqual([]);
  });

  it('gives the latest back for a step whose turn has come and that has no room', () => {
    const plan = planOf(
      pipelineOf([
        scriptOf('a'),
        scriptOf('x'),
        stepOf('y', { dependsOn: ['x'] }),
        stepOf('z', { dependsOn: ['x'] }),
        scriptOf('b', { dependsOn: ['a'] }),
        scriptOf('c', { dependsOn: ['b'] }),
      ]),
    );

    expect(ahead(plan, ['a:placed', 'x:placed', 'x:passed'], { pods: 2, held: ['b', 'c'] })).toEqual({ hold: [], giveBack: ['c'] });
  });

  it('gives none back when the window shrinks, and all when it is shut', () => {
    expect(ahead(chain, ['a:placed'], { held: ['b', 'c', 'd'] })).toEqual({ hold: [], giveBack: [] });
    expect(ahead(chain, ['a:placed'], { held: ['b', 'c', 'd'], window: 0 }).giveBack).toEqual(['d', 'c', 'b']);
  });
});

describe('windowOf', () => {
  it.each([
    [[], 2],
    [[100], 2],
    [[100, 100], 4],
    [[100, 3000, 100, 100], 4],
    [[100, 100, 3000], 2],
  ])('answers the pace %j with %i', (pace, window) => {
    expect(windowOf(pace)).toBe(window);
  });
});
