import { createHash, type Hash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { TAR_END_BYTES, type TarEntry, tarHeader, tarPadding, tarSize } from './tar.js';

/** A file, a link or a text that goes into an archive. */
export interface ArchiveEntry {
  /** In the archive. */
  readonly path: string;
  readonly size: number;
  readonly executable: boolean;
  /** Unix time, in seconds. */
  readonly modified: number;
  readonly link?: string;
  /** Where its content is read; absent for links and texts. */
  readonly file?: string;
  readonly text?: string;
}

/** What was sent, once all of it was. */
export interface ArchiveSum {
  readonly sha256: string;
  /** Files that were not as long any more as they had been. */
  readonly changed: readonly string[];
}

/** Whoever reads an archive reads pieces of this size, and nothing beyond the last. */
export const ARCHIVE_BLOCK = 64 * 1024;
/** A file that meanwhile became a link, or a pipe, is not read. */
const READ = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
/** Bytes that are read and sent at a time. */
const CHUNK = 256 * 1024;

/**
 * A tar archive that is made while it is read: its length is known before, its sum after. A file that grows meanwhile is cut,
 * one that shrinks is filled with zeros: both are told.
 */
export class Archive {
  readonly blocks: number;
  private readonly hash: Hash = createHash('sha256');
  private readonly changed: string[] = [];

  constructor(readonly entries: readonly ArchiveEntry[]) {
    const bytes = entries.reduce((sum, entry) => sum + tarSize(headerOf(entry)), TAR_END_BYTES);
    this.blocks = Math.ceil(bytes / ARCHIVE_BLOCK);
  }

  get bytes(): number {
    return this.blocks * ARCHIVE_BLOCK;
  }

  /** The archive in pieces of about the same size: small files come together, large ones in parts. */
  async *read(): AsyncGenerator<Buffer> {
    let pieces: Buffer[] = [];
    let waiting = 0;
    let sent = 0;
    for await (const piece of this.pieces()) {
      pieces.push(piece);
      waiting += piece.length;
      if (waiting < CHUNK) continue;
      sent += waiting;
      yield this.summed(pieces);
      pieces = [];
      waiting = 0;
    }
    pieces.push(Buffer.alloc(this.bytes - sent - waiting));
    yield this.summed(pieces);
  }

  /** To be asked once all was read. */
  sum(): ArchiveSum {
    return { sha256: this.hash.digest('hex'), changed: this.changed };
  }

  private async *pieces(): AsyncGenerator<Buffer> {
    for (const entry of this.entries) {
      yield tarHeader(headerOf(entry));
      if (entry.text !== undefined) yield Buffer.from(entry.text);
      else if (entry.file !== undefined && entry.size > 0) yield* this.content(entry.file, entry);
      yield tarPadding(entry.size);
    }
  }

  private async *content(file: string, { path: name, size }: ArchiveEntry): AsyncGenerator<Buffer> {
    const handle = await open(file, READ).catch(absent);
    let left = size;
    try {
      while (handle !== undefined && left > 0) {
        const buffer = Buffer.allocUnsafe(Math.min(left, CHUNK));
        const { bytesRead } = await handle.read(buffer, 0, buffer.length);
        if (bytesRead === 0) break;
        left -= bytesRead;
        yield buffer.subarray(0, bytesRead);
      }
      if (left > 0 || (await handle?.stat())?.size !== size) this.changed.push(name);
    } finally {
      await handle?.close();
    }
    for (; left > 0; left -= Math.min(left, CHUNK)) yield Buffer.alloc(Math.min(left, CHUNK));
  }

  private summed(pieces: readonly Buffer[]): Buffer {
    const chunk = pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces);
    this.hash.update(chunk);
    return chunk;
  }
}

/** What was removed meanwhile has changed; what may not be read is an error. */
function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT' && error.code !== 'ELOOP') throw error;
}

function headerOf({ path: name, size, executable, modified, link }: ArchiveEntry): TarEntry {
  // of the group too: steps may run as another user, with the group of the volume
  return { path: name, size, link, modified, mode: executable || link !== undefined ? 0o775 : 0o664 };
}
