/**
 * node scripts/count-tests.mjs RESULTS.json...
 *
 * Adds up what vitest's JSON reporter wrote: `N passed, N failed, N skipped`. A test of several suites counts once, by the worst
 * that became of it where it ran; a file that could not run counts as a failed test.
 */
import { readFileSync } from 'node:fs';

const WORSE = ['skipped', 'passed', 'failed'];

const tests = new Map();
for (const results of process.argv.slice(2)) {
  for (const { name: file, status, assertionResults } of JSON.parse(readFileSync(results, 'utf8')).testResults) {
    for (const test of assertionResults) note(`${file} ${test.fullName}`, WORSE.includes(test.status) ? test.status : 'skipped');
    if (status === 'failed' && assertionResults.every((test) => test.status !== 'failed')) note(file, 'failed');
  }
}
const counts = WORSE.map((status) => [status, [...tests.values()].filter((each) => each === status).length]);
const { passed, failed, skipped } = Object.fromEntries(counts);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);

function note(test, status) {
  const before = tests.get(test) ?? 'skipped';
  tests.set(test, WORSE[Math.max(WORSE.indexOf(before), WORSE.indexOf(status))]);
}
