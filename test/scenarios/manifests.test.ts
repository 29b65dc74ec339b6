import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { scenario } from './scenario.js';

const WORKFLOW = `
  skip_clone: true
  services:
    db: { image: alpine, commands: ['sleep 1000'] }
  steps:
    write:
      image: alpine
      environment: { TOKEN: { from_secret: token } }
      commands: ['ls', 'echo "$\${#TOKEN}" > length']
    read: { image: alpine, commands: ['cat length'] }
`;
const FILES = { 'workflow.yaml': WORKFLOW };

scenario('what is synthesized twice is the same, and applied twice at the same time both pass', async (bed) => {
  const first = await (await bed.bare(['synth', 'workflow.yaml', '-o', '-'], { files: FILES })).end();
  const second = await (await bed.bare(['synth', 'workflow.yaml', '-o', '-'])).end();
  await bed.write('a.yaml', first.stdout);

  const runs = await Promise.all(
    [1, 2].map(async () => (await bed.podline(['apply', 'a.yaml', '--secret', 'token=abcde', '--output', 'json'])).end()),
  );

  expect(first.stdout).toBe(second.stdout);
  expect(runs.map((run) => [run.status, run.log('write'), run.log('read')])).toEqual([
    [0, [], ['5']],
    [0, [], ['5']],
  ]);
  expect(runs[0]?.report.run).not.toBe(runs[1]?.report.run);
});

scenario('synth writes a manifest for each pipeline to dist, and run takes it too', async (bed) => {
  const synth = await (await bed.bare(['synth', 'workflow.yaml'], { files: FILES })).end();
  const text = await readFile(join(bed.folder, 'dist', 'workflow.k8s.yaml'), 'utf8');

  const run = await (await bed.podline(['run', 'dist', '--secret', 'token=abcde', '--output', 'json'])).end();

  expect(synth.stdout).toBe('dist/workflow.k8s.yaml\n');
  expect(text).toMatch(/^kind: Pod$/m);
  expect(run.states).toMatchObject({ write: 'passed', read: 'passed' });
  expect(run.status).toBe(0);
});

scenario('a manifest from a machine of another architecture runs on the nodes that there are, and says so', async (bed) => {
  // which nodes there are is no right of the least Role
  bed.asAdministrator();
  const synth = await (await bed.bare(['synth', 'workflow.yaml', '-o', '-'], { files: FILES })).end();
  const insisting = await (await bed.bare(['synth', 'workflow.yaml', '-o', '-', '--platform', 'linux/riscv64'])).end();
  await bed.write('inferred.yaml', synth.stdout.replaceAll(/kubernetes.io\/arch: \w+/g, 'kubernetes.io/arch: riscv64'));
  await bed.write('insisting.yaml', insisting.stdout);
  const apply = async (file: string, ...flags: readonly string[]) =>
    (await bed.podline(['apply', file, '--secret', 'token=abcde', '--output', 'json', ...flags])).end();

  const inferred = await apply('inferred.yaml');
  const unschedulable = await apply('insisting.yaml', '--schedule-timeout', '9s');

  expect(inferred.stdout).toMatch(/no node is riscv64, so the steps run on \w+ \(--platform linux\/riscv64 insists\)/);
  expect(inferred.status).toBe(0);
  expect(unschedulable.result('db').hint).toContain('riscv64');
  expect(unschedulable.status).toBe(3);
});

scenario('objects of a manifest that are no part of a run are named and not made', async (bed) => {
  const synth = await (await bed.bare(['synth', 'workflow.yaml', '-o', '-'], { files: FILES })).end();
  await bed.write('a.yaml', `${synth.stdout}---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: bystander\n`);

  const run = await (await bed.podline(['apply', 'a.yaml', '--secret', 'token=abcde'])).end();

  expect(run.stderr).toContain('ConfigMap/bystander');
  expect(await bed.cluster.get('ConfigMap', 'bystander')).toBeUndefined();
  expect(run.status).toBe(0);
});
