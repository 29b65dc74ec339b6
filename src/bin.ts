#!/usr/bin/env node
import { homedir } from 'node:os';
import { main } from './cli/program.js';
import { identityOf } from './process-identity.js';

const status = await main({
  argv: process.argv.slice(2),
  env: process.env,
  cwd: process.cwd(),
  home: homedir(),
  stdout: process.stdout,
  stderr: process.stderr,
  identity: async () => identityOf(process.pid),
  onSignal: (signal, listener) => process.on(signal, listener),
});
// what was written must be out before the process goes, also where nobody reads it
process.stdout.write('', () => process.exit(status));
