/** The app of `cdk8s synth`: the manifests of the example workflows. Each file is an app of its own, and so a run of its own. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { manualMetadata } from './model/metadata.js';
import { addPipeline } from './plan/synth.js';
import { readWorkflows } from './workflow/read-workflows.js';
import { readSource } from './workflow/source.js';

const FOLDER = 'examples';
/** Fixed, so that every machine writes the same. */
const PLATFORM = 'linux/amd64';

const names = await readdir(FOLDER);
for (const name of names.filter((name) => name.endsWith('.yaml')).sort()) {
  const source = await readSource(join(FOLDER, name));
  const { pipelines } = readWorkflows([source], { metadata: manualMetadata({ platform: PLATFORM }) });
  const app = new App();
  for (const pipeline of pipelines) addPipeline(app, pipeline, PLATFORM);
  app.synth();
}
