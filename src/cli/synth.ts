import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Yaml } from 'cdk8s';
import type { Invocation } from './commands.js';
import { findEntries } from './find-entries.js';
import { loadEntries } from './load-entries.js';
import { tellLoaded } from './tell-loaded.js';

export async function execute(invocation: Invocation): Promise<number> {
  const { io, args, flags } = invocation;
  const entries = await findEntries(args, io);
  const loaded = await loadEntries(entries, invocation);
  tellLoaded(loaded, invocation);
  if (flags.directory === '-') {
    io.stdout.write(Yaml.stringify(...[...loaded.manifests.values()].flat()));
    return 0;
  }
  const folder = flags.directory ?? 'dist';
  await mkdir(path.resolve(io.cwd, folder), { recursive: true });
  for (const [name, objects] of loaded.manifests) {
    const file = path.join(folder, `${name}.k8s.yaml`);
    await writeFile(path.resolve(io.cwd, file), Yaml.stringify(...objects));
    io.stdout.write(`${file}\n`);
  }
  return 0;
}
