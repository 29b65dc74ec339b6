import { expect } from 'vitest';
import { scenario } from './scenario.js';

scenario('five steps work in one workspace: the last reads what the first wrote', async (bed) => {
  const run = await bed.run(`
    skip_clone: true
    steps:
      - name: write
        image: alpine
        commands: ['echo built once > artifact.txt']
      - name: list
        image: alpine
        commands: [ls]
      - name: place
        image: alpine
        commands: [pwd]
      - name: move
        image: alpine
        commands: ['mkdir out', 'mv artifact.txt out/']
      - name: read
        image: alpine
        directory: out
        commands: ['cat artifact.txt']
  `);

  expect(run.states).toEqual({ write: 'passed', list: 'passed', place: 'passed', move: 'passed', read: 'passed' });
  expect(run.log('list')).toEqual(['artifact.txt']);
  expect(run.log('read')).toEqual(['built once']);
  expect(run.status).toBe(0);
});

scenario('two runs at the same time have a workspace each', async (bed) => {
  const workflow = `
    skip_clone: true
    steps:
      write:
        image: alpine
        commands: ['ls', 'touch mine']
      list:
        image: alpine
        commands: [ls]
  `;

  const runs = await Promise.all([bed.run(workflow), bed.run(workflow)]);

  expect(runs.map((run) => [run.status, run.log('write'), run.log('list')])).toEqual([
    [0, [], ['mine']],
    [0, [], ['mine']],
  ]);
});
