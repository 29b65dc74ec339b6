import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './podline.js';

/** Workflow files of examples/, from there; of a project with several their folder. */
export function exampleFiles(): readonly string[] {
  const files = readdirSync(join(ROOT, 'examples'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /(^|\.woodpecker)[^/]*\.ya?ml$|\.woodpecker\/[^/]*\.ya?ml$/.test(file))
    .map((file) => file.replace(/(\.woodpecker)\/.*/, '$1'));
  return [...new Set(files)].sort();
}
