/**
 * node scripts/start.mjs
 *
 * Runs examples/start.yaml on the embedded cluster. The steps are our own, so where the kernel does not let podline
 * shut them in (as in most containers) they run unprotected.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Nothing is wrong with the example's input but the machine that it shall run on. */
const REFUSED = 2;

// Ctrl-C reaches podline too, which removes what it made before it ends
process.on('SIGINT', () => {});
let status = await podline('--local');
if (status === REFUSED) {
  console.error('\nThe example is harmless, so once more with --local=process-unsafe:\n');
  status = await podline('--local=process-unsafe');
}
process.exitCode = status;

async function podline(local) {
  const args = ['lib/bin/podline.js', 'run', local, 'examples/start.yaml'];
  const [code] = await once(spawn(process.execPath, args, { cwd: root, stdio: 'inherit' }), 'exit');
  return code ?? 1;
}
