/** Saves a run with a long log in the folder named by the first argument, and prints what keeps it from that. */
import { RunSaver } from '../../../src/store/run-saver.js';
import { log, started, step } from '../report/run-builder.js';

const LINES = 10_000;

const saver = new RunSaver(process.argv[2] ?? '', { onFailure: ({ message }) => console.log(message) });
await saver.event(started([step('a')]));
for (let line = 1; line <= LINES; line++) await saver.event(log('a', line, 'x'.repeat(100)));
await saver.close();
console.log('the run went on');
