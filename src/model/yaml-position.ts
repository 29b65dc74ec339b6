import { EVENT_ID, type Event, getScalarValue, parseEvents } from 'js-yaml';

/** `line:column` of what a path leads to in YAML; of the part nearest to it where it leads nowhere. */
export function yamlPosition(text: string, path: readonly (string | number)[]): string {
  const offset = new Search(parseEvents(text, {}), text).find(path);
  const lines = text.slice(0, offset).split(/\r\n|\n|\r/);
  return `${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`;
}

class Search {
  // the first event opens the document
  private next = 1;

  constructor(
    private readonly events: readonly Event[],
    private readonly source: string,
  ) {}

  find([part, ...rest]: readonly (string | number)[]): number {
    const event = this.events[this.next];
    const start = startOf(event);
    if (part === undefined || (event?.type !== EVENT_ID.SEQUENCE && event?.type !== EVENT_ID.MAPPING)) return start;
    this.next++;
    for (let index = 0; this.events[this.next] !== undefined && this.events[this.next]?.type !== EVENT_ID.POP; index++) {
      const key = event.type === EVENT_ID.MAPPING ? this.key() : index;
      if (key === part) return this.find(rest);
      this.skip();
    }
    return start;
  }

  /** Reads the key of an entry. */
  private key(): string | undefined {
    const event = this.events[this.next];
    this.skip();
    return event?.type === EVENT_ID.SCALAR ? getScalarValue(this.source, event) : undefined;
  }

  /** Goes past one node, whatever it holds. */
  private skip(): void {
    let depth = 0;
    do {
      const type = this.events[this.next++]?.type;
      if (type === EVENT_ID.SEQUENCE || type === EVENT_ID.MAPPING) depth++;
      if (type === EVENT_ID.POP) depth--;
    } while (depth > 0 && this.next < this.events.length);
  }
}

function startOf(event: Event | undefined): number {
  if (event === undefined) return 0;
  if ('start' in event) return event.start;
  if ('valueStart' in event) return event.valueStart;
  return 'anchorStart' in event ? event.anchorStart : 0;
}
