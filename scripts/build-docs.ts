/**
 * npm run docs
 *
 * Writes the page that is generated from the program: docs/cli.md.
 */
import { writeFile } from 'node:fs/promises';
import { cliReference } from './cli-reference.js';

await writeFile(new URL('../docs/cli.md', import.meta.url), cliReference());
