import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { ROOT } from './podline.js';
import { realScenario, scenario } from './scenario.js';

// needs a port that on the embedded cluster may be somebody's
const ON_REAL_ONLY = ['service.yaml'];

const examples = readdirSync(join(ROOT, 'examples'), { withFileTypes: true })
  .filter((entry) => entry.isFile() && !entry.name.endsWith('.md'))
  .map(({ name }) => name);

for (const name of examples) {
  const onClusters = ON_REAL_ONLY.includes(name) ? realScenario : scenario;

  onClusters(`examples/${name} passes`, async (bed) => {
    const run = await (await bed.podline(['run', `examples/${name}`, '--output', 'json'], { cwd: ROOT })).end();

    expect(run.report.outcome).toBe('succeeded');
    expect(run.stderr).toBe('');
    expect(run.status).toBe(0);
  });
}
