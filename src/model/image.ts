/** An image reference in its parts, with what may be left out filled in. */
interface Image {
  /** Registry and path: `docker.io/library/alpine`. */
  readonly name: string;
  readonly tag?: string;
  readonly digest?: string;
}

const REFERENCE = /^([^@]+?)(?::([\w][\w.-]*))?(?:@([a-z\d]+:[a-f\d]+))?$/;
const HUB = 'docker.io';

/** The parts of a reference; of something else, the text alone. */
function parseImage(text: string): Image {
  const [, name, tag, digest] = REFERENCE.exec(text) ?? [];
  return name === undefined ? { name: text } : { name: fullName(name), tag, digest };
}

function fullName(name: string): string {
  const [first = '', ...rest] = name.split('/');
  const hasRegistry = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  const registry = !hasRegistry || first === 'index.docker.io' ? HUB : first;
  const path = hasRegistry ? rest.join('/') : name;
  return `${registry}/${registry === HUB && !path.includes('/') ? 'library/' : ''}${path}`;
}

/** True where both are the same image, tags and digests aside. */
export function isSameImage(a: string, b: string): boolean {
  return parseImage(a).name === parseImage(b).name;
}

/** True where an image is on a list: an entry with a tag or digest stands for that alone, one without for all. */
export function isListedImage(image: string, list: readonly string[]): boolean {
  const { name, tag = 'latest', digest } = parseImage(image);
  return list.some((text) => {
    const entry = parseImage(text);
    if (entry.name !== name) return false;
    if (entry.tag === undefined && entry.digest === undefined) return true;
    return (entry.tag ?? 'latest') === tag && entry.digest === digest;
  });
}
