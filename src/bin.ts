#!/usr/bin/env node
import { homedir } from 'node:os';
import { startDetached, tellBegun } from './cli/detached-process.js';
import { processTerminal } from './cli/process-terminal.js';
import { main } from './cli/program.js';
import { identityOf } from './process-identity.js';

const status = await main({
  argv: process.argv.slice(2),
  env: process.env,
  cwd: process.cwd(),
  home: homedir(),
  stdout: process.stdout,
  stderr: process.stderr,
  terminal: processTerminal(process.stdin, process.stdout),
  identity: async () => identityOf(process.pid),
  startDetached: (argv) => startDetached(process.argv[1] ?? '', argv),
  tellBegun,
  onSignal: (signal, listener) => process.on(signal, listener),
  onExit: (listener) => process.on('exit', listener),
  onSuspend: ({ suspend, resume }) =>
    process.on('SIGTSTP', () => {
      suspend();
      process.once('SIGCONT', resume);
      process.kill(process.pid, 'SIGSTOP');
    }),
});
// what was written must be out before the process goes, also where nobody reads it
process.stdout.write('', () => process.exit(status));
