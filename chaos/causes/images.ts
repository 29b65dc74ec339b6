import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Bed } from '../bed.js';
import { EMPTY_IMAGE, FOREIGN_IMAGE, PRIVATE_IMAGE } from './list.js';

/** An ELF machine that no Kubernetes node is: SPARC. */
const SPARC = 2;

/** Makes the images whose containers cannot start. */
export async function makeImages(bed: Bed): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'podline-chaos-'));
  try {
    const empty = path.join(folder, 'empty');
    await mkdir(path.join(empty, 'etc'), { recursive: true });
    await bed.image(EMPTY_IMAGE, empty);
    await bed.image(PRIVATE_IMAGE, empty);
    const bin = path.join(folder, 'foreign', 'bin');
    await mkdir(bin, { recursive: true });
    await writeFile(path.join(bin, 'sh'), elfHeader(SPARC));
    await chmod(path.join(bin, 'sh'), 0o755);
    await bed.image(FOREIGN_IMAGE, path.dirname(bin));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The head of a 64-bit program: all that the kernel needs to refuse it. */
function elfHeader(machine: number): Buffer {
  const header = Buffer.alloc(64);
  header.write('\x7fELF\x02\x01\x01', 'latin1');
  header.writeUInt16LE(2, 16);
  header.writeUInt16LE(machine, 18);
  return header;
}
