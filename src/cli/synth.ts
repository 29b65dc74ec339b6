import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Yaml } from 'cdk8s';
import { diagnosticsText } from '../report/diagnostics-text.js';
import type { Invocation } from './commands.js';
import { findEntries } from './find-entries.js';
import { loadEntries } from './load-entries.js';

export async function execute(invocation: Invocation): Promise<number> {
  const { io, args, flags } = invocation;
  const entries = await findEntries(args, io);
  const { manifests, warnings } = await loadEntries(entries, invocation);
  if (warnings.length > 0) io.stderr.write(diagnosticsText(warnings));
  if (flags.directory === '-') {
    io.stdout.write(Yaml.stringify(...[...manifests.values()].flat()));
    return 0;
  }
  const folder = flags.directory ?? 'dist';
  await mkdir(path.resolve(io.cwd, folder), { recursive: true });
  for (const [name, objects] of manifests) {
    const file = path.join(folder, `${name}.k8s.yaml`);
    await writeFile(path.resolve(io.cwd, file), Yaml.stringify(...objects));
    io.stdout.write(`${file}\n`);
  }
  return 0;
}
