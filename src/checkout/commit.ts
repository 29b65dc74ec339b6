/** What a commit says of itself. */
export interface Commit {
  readonly parents: readonly string[];
  readonly author?: { readonly name: string; readonly email: string };
  /** When it was committed, in seconds since 1970. */
  readonly timestamp: number;
  readonly message: string;
}

const PERSON = /^(.*?) ?<([^>]*)> (-?\d+) [+-]\d+$/;

/** Reads a commit as git stores it. */
export function parseCommit(text: string): Commit {
  const end = text.indexOf('\n\n');
  const headers = text.slice(0, end < 0 ? text.length : end).split('\n');
  const values = (key: string) => headers.flatMap((header) => (header.startsWith(`${key} `) ? [header.slice(key.length + 1)] : []));
  const [, name, email] = PERSON.exec(values('author')[0] ?? '') ?? [];
  const [, , , seconds = '0'] = PERSON.exec(values('committer')[0] ?? '') ?? [];
  return {
    parents: values('parent'),
    author: name === undefined || email === undefined ? undefined : { name, email },
    timestamp: Number(seconds),
    message: end < 0 ? '' : text.slice(end + 2).replace(/\n+$/, ''),
  };
}
