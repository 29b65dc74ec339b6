/** What stands before a file in an archive. Names that are too long for it come before, as GNU tar and busybox understand it. */
export interface TarEntry {
  readonly path: string;
  readonly size: number;
  readonly mode: number;
  /** Unix time, in seconds. */
  readonly modified: number;
  readonly link?: string;
}

const BLOCK = 512;
const NAME_BYTES = 100;
/** The largest size that fits in octal digits: 8 GiB and more are written in base 256. */
const MAX_OCTAL = 0o77777777777;
const FILE = '0';
const LINK = '2';
const LONG_LINK = 'K';
const LONG_NAME = 'L';
const PADDING = Buffer.alloc(BLOCK);

/** The header of an entry, with those that carry its long names. */
export function tarHeader({ path, link, ...entry }: TarEntry): Buffer {
  return Buffer.concat([
    ...longName(LONG_LINK, link ?? ''),
    ...longName(LONG_NAME, path),
    header(path, { ...entry, link, type: link === undefined ? FILE : LINK }),
  ]);
}

/** What fills the last block of a content of so many bytes. */
export function tarPadding(size: number): Buffer {
  return PADDING.subarray(0, (BLOCK - (size % BLOCK)) % BLOCK);
}

/** How many bytes an entry takes, its content included. */
export function tarSize(entry: TarEntry): number {
  return tarHeader(entry).length + Math.ceil(entry.size / BLOCK) * BLOCK;
}

/** The end of an archive, at least; whoever reads it in larger pieces wants more of it. */
export const TAR_END_BYTES = 2 * BLOCK;

function longName(type: string, name: string): readonly Buffer[] {
  const bytes = Buffer.from(`${name}\0`);
  if (bytes.length <= NAME_BYTES) return [];
  return [header('././@LongLink', { type, size: bytes.length, mode: 0, modified: 0 }), bytes, tarPadding(bytes.length)];
}

function header(name: string, entry: Omit<TarEntry, 'path'> & { readonly type: string }): Buffer {
  const block = Buffer.alloc(BLOCK);
  const text = (at: number, length: number, value: string) => Buffer.from(value).copy(block, at, 0, length);
  const octal = (at: number, length: number, value: number) => text(at, length, value.toString(8).padStart(length - 1, '0'));
  text(0, NAME_BYTES, name);
  octal(100, 8, entry.mode);
  octal(108, 8, 0);
  octal(116, 8, 0);
  if (entry.size <= MAX_OCTAL) octal(124, 12, entry.size);
  else {
    block[124] = 0x80;
    block.writeBigUInt64BE(BigInt(entry.size), 128);
  }
  octal(136, 12, Math.min(Math.max(entry.modified, 0), MAX_OCTAL));
  text(156, 1, entry.type);
  text(157, NAME_BYTES, entry.link ?? '');
  text(257, 8, 'ustar  ');
  // the sum counts its own field as blanks
  text(148, 8, '        ');
  octal(
    148,
    7,
    block.reduce((sum, byte) => sum + byte, 0),
  );
  block[154] = 0;
  return block;
}
