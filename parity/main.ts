/**
 * npm run parity -- [FOLDER] [--only kubernetes]
 *
 * Compares what podline makes of workflow files with what the reference implementation made of them.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Cases } from './cases.js';
import { compareCases } from './compare-cases.js';
import { judge, verdictText } from './review.js';
import { REVIEWED } from './reviewed.js';

const DEFAULT_FOLDER = fileURLToPath(new URL('../../shared/parity', import.meta.url));

const args = process.argv.slice(2);
const only = args.includes('--only') ? args[args.indexOf('--only') + 1] : undefined;
if (only !== undefined && only !== 'kubernetes') throw new Error(`--only ${only} is unknown: use --only kubernetes`);
const folder = resolve(args.find((arg, index) => !arg.startsWith('--') && args[index - 1] !== '--only') ?? DEFAULT_FOLDER);
if (!existsSync(folder)) throw new Error(`there are no cases at ${folder}`);

const comparisons = compareCases(new Cases(folder), { objectsAlone: only !== undefined });
// the list was reviewed over all of these cases; a part of them, or another folder, need not have every quirk
const mustAllHide = folder === resolve(DEFAULT_FOLDER) && only === undefined;
const verdict = judge(comparisons, { reviewed: REVIEWED, mustAllHide });
console.log(verdictText(comparisons, verdict));
process.exitCode = verdict.failed ? 1 : 0;
