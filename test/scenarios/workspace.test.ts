import { mkdir, rm } from 'node:fs/promises';
import { expect } from 'vitest';
import { kubectlOf } from './kubectl.js';
import { realScenario, scenario, scenarioAtEachPace } from './scenario.js';

scenarioAtEachPace('five steps work in one workspace: the last reads what the first wrote', async (bed) => {
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

scenario('a pipeline whose steps share no files does without a volume', async (bed) => {
  const run = await bed.run(`
    skip_clone: true
    workspace: { volume: none }
    steps:
      - { name: write, image: alpine, commands: ['touch file', 'ls'] }
      - { name: look, image: alpine, commands: ['ls'] }
  `);

  expect(run.log('write')).toEqual(['file']);
  expect(run.log('look')).toEqual([]);
  expect(run.status).toBe(0);
});

realScenario('a step that cannot write to its volume says why', async (bed) => {
  // host-path volumes, as those of the test cluster, take no fsGroup
  const run = await bed.run(`
    skip_clone: true
    steps:
      work:
        image: alpine
        commands: ['touch file']
        backend_options: { kubernetes: { securityContext: { runAsUser: 999 } } }
  `);

  expect(run.log('work').join('\n')).toMatch(/podline: cannot (create the working directory|write to) .*the volume does not take fsGroup/);
  expect(run.status).toBe(1);
});

realScenario('a step that is not root writes to a volume that takes fsGroup', async (bed) => {
  const kubectl = kubectlOf(bed.admin);
  const name = `local-${bed.namespace}`;
  const path = `/tmp/${name}`;
  await mkdir(path);
  const claimRef = { namespace: bed.namespace, name: 'workspace' };
  const term = { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'Exists' }] };
  const volume = {
    accessModes: ['ReadWriteOnce'],
    capacity: { storage: '16Mi' },
    storageClassName: 'by-hand',
    local: { path },
    nodeAffinity: { required: { nodeSelectorTerms: [term] } },
    claimRef,
  };
  const claim = { accessModes: ['ReadWriteOnce'], storageClassName: 'by-hand', resources: { requests: { storage: '16Mi' } } };
  await kubectl(
    'apply',
    '--filename',
    await bed.write('pv.json', JSON.stringify({ apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name }, spec: volume })),
  );
  await bed.give({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'workspace' }, ...{ spec: claim } });
  try {
    const run = await bed.run(`
      skip_clone: true
      workspace: { volume: workspace }
      steps:
        - { name: root, image: alpine, commands: ['touch of-root'] }
        - name: work
          image: alpine
          commands: ['touch file', 'ls', 'id -G']
          backend_options: { kubernetes: { securityContext: { runAsUser: 999, runAsGroup: 998 } } }
    `);

    expect(run.log('work')).toEqual(['file', 'of-root', '998']);
    expect(run.status).toBe(0);
  } finally {
    await kubectl('delete', 'persistentvolumeclaim', 'workspace', '--namespace', bed.namespace);
    await kubectl('delete', 'persistentvolume', name);
    await rm(path, { recursive: true, force: true });
  }
});
