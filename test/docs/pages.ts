import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A page of the documentation. */
export interface Page {
  /** From the folder of the repository. */
  readonly file: string;
  readonly text: string;
}

/** A fenced block of a page. */
export interface Block {
  /** `docs/local.md:12`, where its first line stands. */
  readonly place: string;
  readonly file: string;
  readonly language: string;
  readonly text: string;
}

/** The README and all pages of docs/. */
export function readPages(): readonly Page[] {
  const docs = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'));
  return ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...docs.map((name) => `docs/${name}`)].map((file) => ({ file, text: read(file) }));
}

/** Text of a file of the repository. */
export function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

/** The fenced blocks of some languages. */
export function blocksOf(pages: readonly Page[], languages: readonly string[]): readonly Block[] {
  return pages
    .flatMap(({ file, text }) =>
      Array.from(text.matchAll(/^```(\w*)\n(.*?)^```$/gms), ({ index, 1: language = '', 2: block = '' }) => ({
        place: `${file}:${text.slice(0, index).split('\n').length + 1}`,
        file,
        language,
        text: block,
      })),
    )
    .filter(({ language }) => languages.includes(language));
}

/** The first cells of the rows of all tables of a page, without back ticks, several of a cell separated. */
export function firstCells({ text }: Page): readonly string[] {
  return Array.from(text.matchAll(/^\| ([^|]*) \|/gm), ([, cell = '']) => cell)
    .filter((cell) => cell.startsWith('`'))
    .flatMap((cell) => Array.from(cell.matchAll(/`([^`]+)`/g), ([, name = '']) => name));
}

/** Where a page's links lead inside of the repository: file and heading. */
export function linksOf({ text }: Page): readonly { readonly file: string; readonly heading: string }[] {
  return Array.from(text.replace(/^```.*?^```$/gms, '').matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g), (link) => ({
    file: link[1] ?? '',
    heading: link[2] ?? '',
  }));
}

/** The names by which links reach the headings of a page. */
export function headingsOf({ text }: Page): readonly string[] {
  return Array.from(text.matchAll(/^#+ (.*)$/gm), ([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}
