import { END_WORD, NONCE_VARIABLE, START_WORD } from './markers.js';

/** What the pod that takes the source and the runner say to each other over its standard input. */

/** First word of the first line: the nonce and the number of blocks follow. */
const SOURCE_WORD = 'source';
/** Bytes of a block: the pod reads whole ones, so that nothing is read of the line after the last. */
export const SOURCE_BLOCK = 64 * 1024;
/** Exit status where the source did not arrive as it was sent. */
export const SOURCE_CUT_STATUS = 125;

/** The line before the archive. */
export function sourceLine(nonce: string, blocks: number): string {
  return `${SOURCE_WORD} ${nonce} ${blocks}\n`;
}

/** The line after the archive. */
export function sumLine(sha256: string): string {
  return `${sha256}\n`;
}

export interface SourceScriptOptions {
  /** Folder that the volume is mounted at. */
  readonly base: string;
  /** Folder in it that gets the source. */
  readonly workspace: string;
}

/**
 * The process of the pod that takes the source: unpacks the archive from its standard input, and compares its sum. Needs
 * `dd`, `mkfifo`, `sha256sum`, `tar` and `tee` beside a POSIX shell, which busybox and every distribution have.
 */
export function sourceCommand({ base, workspace }: SourceScriptOptions): readonly string[] {
  return ['/bin/sh', '-c', SCRIPT, 'podline', base, workspace];
}

/**
 * - Connected pipes: the archive goes to the sum and to `tar`, which may stop before the padding at its end.
 * - An attempt before, which was ended by others, may have left its scratch folder.
 * - A `tar` that fails takes the others with it: nothing more is read, and the connection is closed.
 */
const SCRIPT = `\
trap 'exit 143' TERM INT
printf '\\036${START_WORD} %s\\n' "$${NONCE_VARIABLE}"
finish() {
  rm -rf "$scratch"
  printf '\\n\\036${END_WORD} %s %s\\n' "$${NONCE_VARIABLE}" "$1"
  exit "$1"
}
cut() {
  echo "podline: the source did not arrive whole: $1"
  finish ${SOURCE_CUT_STATUS}
}
exec 2>&1
umask 002
scratch=$1/.podline-source
{ rm -rf "$scratch" && mkdir -p "$scratch" "$2" && mkfifo "$scratch/pipe"; } || finish 1
read -r word nonce blocks || cut 'nobody sent it'
[ "$word $nonce" = "${SOURCE_WORD} $${NONCE_VARIABLE}" ] || cut 'somebody else sent something'
sha256sum <"$scratch/pipe" >"$scratch/sum" &
dd bs=${SOURCE_BLOCK} count="$blocks" iflag=fullblock 2>/dev/null | tee "$scratch/pipe" | {
  tar -xof - -C "$2" || exit 1
  cat >/dev/null
}
status=$?
wait
read -r sum || sum=none
read -r received _ <"$scratch/sum"
if [ "$status" = 0 ]; then
  [ "$received" = "$sum" ] || cut "its sum is $received in place of $sum"
elif [ "$sum" = none ]; then
  cut 'the connection ended'
else
  finish "$status"
fi
finish 0
`;
