import { readFile, writeFile } from 'node:fs/promises';

/** A page with one table of figures, of which each may be measured at another time. */
export interface MeasuredPage {
  readonly file: string;
  /** All that stands before the rows. */
  readonly head: string;
  /** First cells of all rows that the page may have, in their order. */
  readonly order: readonly string[];
}

/** Writes the page; rows that were not measured this time stay as they are. */
export async function writeRows({ file, head, order }: MeasuredPage, measured: readonly (readonly string[])[]): Promise<void> {
  const page = await readFile(file, 'utf8').catch(() => head);
  const rows = new Map([...rowsOf(page), ...measured.map((cells) => [cells[0] ?? '', rowText(cells)] as const)]);
  const text = order.flatMap((what) => rows.get(what) ?? []);
  await writeFile(file, `${head}${text.join('\n')}\n`);
}

/** The rows of a page by their first cell. */
function rowsOf(page: string): ReadonlyMap<string, string> {
  const rows = page
    .slice(page.indexOf('|---'))
    .split('\n')
    .filter((row) => row.startsWith('| '));
  return new Map(rows.map((row) => [/^\| (.*?) \| /.exec(row)?.[1]?.replaceAll('\\|', '|') ?? '', row]));
}

function rowText(cells: readonly string[]): string {
  return `| ${cells.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
}
