import { describe, expect, it } from 'vitest';
import type { RunPlan } from '../../../src/plan/run-plan.js';
import { type Ending, initialProgress, isOver, type Progress, record, type ScheduleEvent } from '../../../src/runner/progress.js';
import { type Action, advance } from '../../../src/runner/schedule.js';
import { pipelineOf, planOf, stepOf } from './plans.js';

/** What has happened so far, told as a list: `a` started, `a:trailed`, `a:failed` ended so. What comes of the last one. */
function told(
  plan: RunPlan,
  events: readonly string[],
  pods = 20,
  held: readonly string[] = [],
  pipelines = 0,
): {
  readonly progress: Progress;
  readonly actions: readonly string[];
} {
  const room = { pods, pipelines, held: new Set(held) };
  let last = advance(plan, initialProgress(plan), room);
  for (const text of events) {
    const [step = '', ending] = text.split(':');
    last = advance(plan, record(last.progress, eventOf(step, ending)), room);
  }
  return { progress: last.progress, actions: last.actions.map(words) };
}

function eventOf(step: string, what = 'started'): ScheduleEvent {
  return what === 'started' || what === 'trailed' ? { type: what, step } : { type: 'ended', step, ending: what as Ending };
}

function words(action: Action): string {
  if (action.type === 'skip') return `skip ${action.step}: ${action.message}`;
  return action.type === 'start' && action.sees === 'failure' ? `start ${action.step} after a failure` : `${action.type} ${action.step}`;
}

const both = ['success', 'failure'] as const;

describe('advance', () => {
  it('starts at once every step that depends on none', () => {
    const plan = planOf(pipelineOf([stepOf('a'), stepOf('b'), stepOf('c', { dependsOn: ['a'] })]));

    expect(told(plan, []).actions).toEqual(['start a', 'start b']);
  });

  it('starts a step when the last of its own dependencies ends, whatever else still runs', () => {
    const plan = planOf(
      pipelineOf([stepOf('a'), stepOf('slow'), stepOf('b', { dependsOn: ['a'] }), stepOf('c', { dependsOn: ['a', 'slow'] })]),
    );

    expect(told(plan, ['a:passed']).actions).toEqual(['start b']);
    expect(told(plan, ['a:passed', 'slow:passed']).actions).toEqual(['start c']);
  });

  it('says nothing twice', () => {
    const plan = planOf(pipelineOf([stepOf('a'), stepOf('b', { dependsOn: ['a'] })]));
    const { progress } = told(plan, ['a:passed']);

    expect(advance(plan, progress, { pods: 20, pipelines: 0, held: new Set() }).actions).toEqual([]);
  });

  it('lets no more pipelines be under way than it is told, in the order of the plan', () => {
    const pipeline = (name: string) => pipelineOf([stepOf(`${name}/a`), stepOf(`${name}/b`, { dependsOn: [`${name}/a`] })], { name });
    const plan = planOf(pipeline('x'), pipeline('y'), pipeline('z'));
    const actions = (events: readonly string[]) => told(plan, events, 20, [], 2).actions;

    expect(actions([])).toEqual(['start x/a', 'start y/a']);
    expect(actions(['y/a:passed'])).toEqual(['start y/b']);
    expect(actions(['y/a:passed', 'y/b:passed'])).toEqual(['start z/a']);
  });

  it('lets no rivals be under way at the same time', () => {
    const pipeline = (name: string, rivals?: readonly string[]) => pipelineOf([stepOf(`${name}/a`)], { name, rivals });
    const plan = planOf(pipeline('x', ['y', 'z']), pipeline('y', ['x', 'z']), pipeline('z', ['x', 'y']), pipeline('other'));

    expect(told(plan, []).actions).toEqual(['start x/a', 'start other/a']);
    expect(told(plan, ['x/a:failed']).actions).toEqual(['start y/a']);
    expect(told(plan, ['x/a:failed', 'y/a:passed']).actions).toEqual(['start z/a']);
  });

  it('skips pipelines that are not to run however many are under way', () => {
    const failures = pipelineOf([stepOf('rescue')], { name: 'rescue', dependsOn: ['x'], runOn: ['failure'] });
    const plan = planOf(pipelineOf([stepOf('x')], { name: 'x' }), pipelineOf([stepOf('y')], { name: 'y' }), failures);

    expect(told(plan, ['x:passed'], 20, [], 1).actions).toEqual(['skip rescue: nothing failed', 'start y']);
  });

  it.each<[ending: Ending, expected: readonly string[]]>([
    ['passed', ['start next', 'skip cleanup: nothing failed', 'start always']],
    ['ignored', ['start next', 'skip cleanup: nothing failed', 'start always']],
    ['skipped', ['start next', 'skip cleanup: nothing failed', 'start always']],
    ['stopped', ['start next', 'skip cleanup: nothing failed', 'start always']],
    ['failed', ['skip next: a failed', 'start cleanup after a failure', 'start always after a failure']],
  ])('shows the steps after one that is %s what they run on', (ending, expected) => {
    const plan = planOf(
      pipelineOf([
        stepOf('a'),
        stepOf('next', { dependsOn: ['a'] }),
        stepOf('cleanup', { dependsOn: ['a'], runOn: ['failure'] }),
        stepOf('always', { dependsOn: ['a'], runOn: both }),
      ]),
    );

    const { actions } = told(plan, [`a:${ending}`]);

    expect([...actions].sort()).toEqual([...expected].sort());
  });

  it('names the nearest failed step that a skipped one depends on, through skipped ones', () => {
    const plan = planOf(
      pipelineOf([
        stepOf('other'),
        stepOf('a'),
        stepOf('b', { dependsOn: ['a'] }),
        stepOf('c', { dependsOn: ['b'] }),
        stepOf('later', { dependsOn: ['slow'] }),
        stepOf('slow'),
      ]),
    );

    expect(told(plan, ['other:failed', 'a:failed']).actions).toEqual(['skip b: a failed', 'skip c: a failed']);
    expect(told(plan, ['other:failed', 'a:failed', 'slow:passed']).actions).toEqual(['skip later: other failed']);
  });

  it('lets a step that was ready before the failure keep what it saw', () => {
    const plan = planOf(pipelineOf([stepOf('a'), stepOf('b'), stepOf('c')]));

    expect(told(plan, ['a:failed'], 2).actions).toEqual(['start c']);
  });

  it('starts no more than there is room for, in the order of the plan', () => {
    const plan = planOf(pipelineOf(['a', 'b', 'c', 'd'].map((id) => stepOf(id))));

    expect(told(plan, [], 2).actions).toEqual(['start a', 'start b']);
    expect(told(plan, ['b'], 2).actions).toEqual([]);
    expect(told(plan, ['b:passed'], 2).actions).toEqual(['start c']);
  });

  describe('with detached steps', () => {
    const served = planOf(
      pipelineOf([
        stepOf('db', { detached: true }),
        stepOf('test', { dependsOn: ['db'] }),
        stepOf('report', { dependsOn: ['test'], runOn: both }),
      ]),
    );

    it('starts their dependants when they have started', () => {
      expect(told(served, []).actions).toEqual(['start db']);
      expect(told(served, ['db']).actions).toEqual(['start test']);
    });

    it('stops them, once, when the last ordinary step of their pipeline has ended', () => {
      expect(told(served, ['db', 'test:passed']).actions).toEqual(['start report']);
      expect(told(served, ['db', 'test:passed', 'report:failed']).actions).toEqual(['stop db']);
      expect(told(served, ['db', 'test:passed', 'report:failed', 'db']).actions).toEqual([]);
      expect(isOver(told(served, ['db', 'test:passed', 'report:failed', 'db:passed']).progress)).toBe(true);
    });

    it('shows their failure to steps that become ready after it', () => {
      expect(told(served, ['db:failed']).actions).toEqual(['skip test: db failed', 'start report after a failure']);
      expect(told(served, ['db', 'db:failed', 'test:passed']).actions).toEqual(['start report after a failure']);
    });

    it('starts one step beside them where they take all the room', () => {
      const services = ['db', 'cache'].map((id) => stepOf(id, { detached: true }));
      const plan = planOf(pipelineOf([...services, stepOf('a', { dependsOn: ['db', 'cache'] }), stepOf('b', { dependsOn: ['cache'] })]));

      expect(told(plan, [], 1).actions).toEqual(['start db']);
      expect(told(plan, ['db'], 1).actions).toEqual(['start cache']);
      expect(told(plan, ['db', 'cache'], 1).actions).toEqual(['start a']);
      expect(told(plan, ['db', 'cache', 'a:passed'], 1).actions).toEqual(['start b']);
    });

    it('waits for the end of those that are stopped, where there is no room', () => {
      const plan = planOf(
        pipelineOf([stepOf('a/db', { detached: true }), stepOf('a/test', { dependsOn: ['a/db'] })], { name: 'a' }),
        pipelineOf([stepOf('b/1'), stepOf('b/2', { dependsOn: ['b/1'] })], { name: 'b' }),
      );
      const events = ['a/db', 'a/test:passed', 'b/1:passed', 'a/db:passed'];

      expect(told(plan, events.slice(0, 2), 1).actions).toEqual(['start b/1', 'stop a/db']);
      expect(told(plan, events.slice(0, 3), 1).actions).toEqual([]);
      expect(told(plan, events, 1).actions).toEqual(['start b/2']);
    });

    it('does not start them for nobody', () => {
      const detached = { detached: true };
      const plan = planOf(
        pipelineOf([stepOf('a'), stepOf('late', { ...detached, dependsOn: ['a'] }), stepOf('later', { ...detached, dependsOn: ['late'] })]),
      );

      const { progress, actions } = told(plan, ['a:passed']);

      expect(actions).toEqual(['skip late: no other step is left', 'skip later: no other step is left']);
      expect(isOver(progress)).toBe(true);
    });
  });

  describe('when a step with on-failure cancel fails', () => {
    const plan = planOf(
      pipelineOf([
        stepOf('lint', { onFailure: 'cancel' }),
        stepOf('build'),
        stepOf('queued'),
        stepOf('after-queued', { dependsOn: ['queued'], runOn: both }),
        stepOf('notify', { dependsOn: ['build'], runOn: ['failure'] }),
      ]),
      pipelineOf(
        [
          stepOf('docs/build'),
          stepOf('docs/deploy', { dependsOn: ['docs/build'] }),
          stepOf('docs/notify', { dependsOn: ['docs/build'], runOn: ['failure'] }),
        ],
        { name: 'docs' },
      ),
      pipelineOf([stepOf('release/notify', { runOn: both })], { name: 'release', dependsOn: ['docs'] }),
    );

    it('stops what runs in the whole run, skips what waits for room, and then runs the steps for failures', () => {
      expect(told(plan, ['lint:failed'], 2).actions).toEqual([
        'skip queued: lint failed',
        'skip docs/build: lint failed',
        'skip docs/deploy: lint failed',
        'start after-queued after a failure',
        'stop build',
      ]);
      expect(told(plan, ['lint:failed', 'build:stopped'], 2).actions).toEqual(['start notify after a failure']);
    });

    it('does not stop the steps that it made run', () => {
      expect(told(plan, ['lint:failed', 'build:stopped', 'notify'], 9).actions).toEqual([]);
    });

    it('shows the failure to the other pipelines, too', () => {
      expect(told(plan, ['lint:failed', 'docs/build:stopped'], 9).actions).toEqual([
        'skip docs/deploy: lint failed',
        'start docs/notify after a failure',
      ]);
    });

    it('counts a pipeline that was stopped as none that succeeded', () => {
      const { actions } = told(plan, ['lint:failed', 'docs/build:stopped', 'docs/notify:passed'], 9);

      expect(actions).toEqual(['skip release/notify: pipeline docs did not succeed']);
    });
  });

  describe('with pipelines that depend on others', () => {
    const then = (runOn: readonly ('success' | 'failure')[]) =>
      planOf(
        pipelineOf([stepOf('a/1')], { name: 'a' }),
        pipelineOf([stepOf('b/1'), stepOf('b/2', { runOn: ['failure'], dependsOn: ['b/1'] })], { name: 'b' }),
        pipelineOf([stepOf('c/1')], { name: 'c', dependsOn: ['a', 'b'], runOn }),
      );
    const passed = ['a/1:passed', 'b/1:passed'];
    const failed = ['a/1:passed', 'b/1:failed', 'b/2:passed'];
    const allFailed = ['a/1:failed', 'b/1:failed', 'b/2:passed'];

    it('starts none of their steps before all of those have ended', () => {
      expect(told(then(both), ['b/1:failed']).actions).toEqual(['start b/2 after a failure']);
      expect(told(then(both), ['b/1:failed', 'b/2:passed']).actions).toEqual([]);
      expect(told(then(both), ['b/1:failed', 'b/2:passed', 'a/1:passed']).actions).toEqual(['start c/1']);
    });

    it.each<[runOn: readonly ('success' | 'failure')[], events: readonly string[], expected: string]>([
      [['success'], passed, 'start c/1'],
      [['success'], failed, 'skip c/1: b/1 failed'],
      [['failure'], passed, 'skip c/1: nothing failed'],
      [['failure'], failed, 'skip c/1: nothing failed'],
      [['failure'], allFailed, 'start c/1'],
      [both, passed, 'start c/1'],
      [both, failed, 'start c/1'],
      [both, allFailed, 'start c/1'],
    ])('lets a pipeline that runs on %j decide after %j', (runOn, events, expected) => {
      const { actions } = told(then(runOn), events);

      expect(actions).toContain(expected);
    });

    it('skips a step that is for no state, after a success and after a failure', () => {
      const plan = planOf(pipelineOf([stepOf('a'), stepOf('b', { runOn: [], dependsOn: ['a'] })]));

      expect(told(plan, ['a:passed']).actions).toEqual(['skip b: it is for no state of its pipeline']);
      expect(told(plan, ['a:failed']).actions).toEqual(['skip b: it is for no state of its pipeline']);
    });

    it('counts a pipeline that did not run as none that succeeded', () => {
      const chain = planOf(
        pipelineOf([stepOf('a/1', { runOn: ['failure'] })], { name: 'a' }),
        pipelineOf([stepOf('b/1')], { name: 'b', dependsOn: ['a'] }),
      );

      expect(told(chain, []).actions).toEqual(['skip a/1: nothing failed', 'skip b/1: pipeline a did not succeed']);
    });
  });
});

describe('a step whose log says that it has passed', () => {
  const plan = planOf(
    pipelineOf([
      stepOf('a'),
      stepOf('b', { dependsOn: ['a'] }),
      stepOf('always', { dependsOn: ['a'], runOn: both }),
      stepOf('c', { dependsOn: ['b'] }),
      stepOf('serve', { dependsOn: ['a'], detached: true }),
    ]),
  );

  it('lets those go that run on success alone; the others wait for its pod', () => {
    expect(told(plan, ['a:trailed']).actions).toEqual(['start b', 'start serve']);
    expect(told(plan, ['a:trailed', 'a:passed']).actions).toEqual(['start always']);
  });

  it('is not over: neither is the run, nor do pipelines after it begin', () => {
    const two = planOf(pipelineOf([stepOf('x/a')], { name: 'x' }), pipelineOf([stepOf('y/a')], { name: 'y', dependsOn: ['x'] }));

    expect(told(two, ['x/a:trailed'])).toMatchObject({ actions: [] });
    expect(isOver(told(planOf(pipelineOf([stepOf('a')])), ['a:trailed']).progress)).toBe(false);
  });

  it('takes room until its pod has ended', () => {
    expect(told(plan, ['a:trailed'], 1).actions).toEqual([]);
    expect(told(plan, ['a:trailed', 'a:passed'], 1).actions).toEqual(['start b']);
  });

  it('takes all with it that its log has let go, should its pod say that it failed', () => {
    expect(told(plan, ['a:trailed', 'b:trailed', 'serve', 'a:failed']).actions).toEqual([
      'start always after a failure',
      'stop b',
      'stop c',
      'stop serve',
    ]);
    expect(told(plan, ['a:trailed', 'b:passed', 'a:ignored']).actions).toEqual(['start always']);
  });

  it('takes those with it that wait for room', () => {
    expect(told(plan, ['a:trailed', 'a:failed'], 1).actions).toEqual([
      'skip b: a failed',
      'skip serve: a failed',
      'skip c: a failed',
      'start always after a failure',
    ]);
  });

  it('leaves those alone that were served by what fails', () => {
    const served = planOf(pipelineOf([stepOf('db', { detached: true }), stepOf('test', { dependsOn: ['db'] })]));

    expect(told(served, ['db', 'db:failed']).actions).toEqual([]);
  });
});

describe('a step whose pod is held', () => {
  const plan = planOf(pipelineOf([stepOf('a'), stepOf('b', { dependsOn: ['a'] }), stepOf('c', { dependsOn: ['a'] })]));

  it('needs no room of its own, and leaves none for others', () => {
    expect(told(plan, ['a:passed'], 1, ['b']).actions).toEqual(['start b']);
    expect(told(plan, ['a:passed'], 2, ['c']).actions).toEqual(['start b', 'start c']);
  });
});

describe('record', () => {
  const plan = planOf(pipelineOf([stepOf('a')]));
  const begun = advance(plan, initialProgress(plan), { pods: 1, pipelines: 0, held: new Set() }).progress;

  it('keeps the first end of a step', () => {
    const ended = record(begun, { type: 'ended', step: 'a', ending: 'failed' });

    expect(record(ended, { type: 'ended', step: 'a', ending: 'passed' })).toBe(ended);
    expect(record(ended, { type: 'started', step: 'a' })).toBe(ended);
  });

  it('takes no note of steps that are not in the plan', () => {
    expect(record(begun, { type: 'ended', step: 'b', ending: 'passed' })).toBe(begun);
  });

  it('changes nothing in what it was given', () => {
    record(begun, { type: 'ended', step: 'a', ending: 'failed' });

    expect(begun.get('a')).toMatchObject({ phase: 'active', started: false });
  });
});
