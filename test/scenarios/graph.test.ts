import { expect } from 'vitest';
import { scenarioAtEachPace } from './scenario.js';

scenarioAtEachPace('a slow branch does not hold what follows the fast one', async (bed) => {
  const run = await bed.run(
    `
    skip_clone: true
    steps:
      fetch:
        image: alpine
        depends_on: []
        commands: ['touch fetched']
      slow:
        image: alpine
        depends_on: [fetch]
        # would never end if "check" waited for it
        commands: ['ls', 'until [ -e checked ]; do sleep 0.1; done', 'touch slow']
      quick:
        image: alpine
        depends_on: [fetch]
        commands: ['touch quick']
      check:
        image: alpine
        depends_on: [quick]
        commands: ['touch checked']
      report:
        image: alpine
        depends_on: [slow, check]
        commands: [ls]
    `,
    '--timeout',
    '150s',
  );

  expect(run.log('slow')).toContain('fetched');
  expect(run.log('report')).toEqual(['checked', 'fetched', 'quick', 'slow']);
  expect(run.status).toBe(0);
});

scenarioAtEachPace('steps without an edge between them run at the same time', async (bed) => {
  const meet = (mine: string, other: string) => `['touch ${mine}', 'until [ -e ${other} ]; do sleep 0.1; done']`;

  const run = await bed.run(
    `
    skip_clone: true
    steps:
      - { name: left, image: alpine, depends_on: [], commands: ${meet('l', 'r')} }
      - { name: right, image: alpine, depends_on: [], commands: ${meet('r', 'l')} }
    `,
    '--timeout',
    '150s',
  );

  expect(run.states).toEqual({ left: 'passed', right: 'passed' });
});

scenarioAtEachPace('steps in a list without edges run one after the other', async (bed) => {
  const run = await bed.run(`
    skip_clone: true
    steps:
      - { name: one, image: alpine, commands: ['echo 1 >> order'] }
      - { name: two, image: alpine, commands: ['echo 2 >> order'] }
      - { name: three, image: alpine, commands: ['cat order'] }
  `);

  expect(run.log('three')).toEqual(['1', '2']);
  expect(run.status).toBe(0);
});
