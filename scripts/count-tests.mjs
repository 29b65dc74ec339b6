/**
 * node scripts/count-tests.mjs RESULTS.json...
 *
 * Adds up what vitest's JSON reporter wrote: `N passed, N failed, N skipped`, after those that failed, with the beginning of each
 * one's error. A test of several suites counts once, by the worst that became of it where it ran; a file that could
 * not run counts as a failed test.
 */
import { readFileSync } from 'node:fs';

/** Characters. */
const ERROR_LENGTH = 3000;
const WORSE = ['skipped', 'passed', 'failed'];

const tests = new Map();
for (const results of process.argv.slice(2)) {
  for (const { name: file, status, message, assertionResults } of JSON.parse(readFileSync(results, 'utf8')).testResults) {
    for (const test of assertionResults) note(`${file} ${test.fullName}`, test);
    if (status === 'failed' && assertionResults.every((test) => test.status !== 'failed'))
      note(file, { status, failureMessages: [message] });
  }
}
const counts = WORSE.map((status) => [status, [...tests.values()].filter((each) => each === status).length]);
const { passed, failed, skipped } = Object.fromEntries(counts);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);

function note(test, { status, failureMessages: [error = ''] = [] }) {
  const before = tests.get(test) ?? 'skipped';
  tests.set(test, WORSE[Math.max(WORSE.indexOf(before), WORSE.indexOf(status))]);
  // the end of a long output is sometimes all that is kept of it
  if (status === 'failed') console.log(`failed: ${test}\n${error.slice(0, ERROR_LENGTH)}\n`);
}
