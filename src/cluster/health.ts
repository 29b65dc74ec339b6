import type { Clock } from '../clock.js';
import type { ClusterError } from '../errors.js';

/** What may be away for a while: the API server, or the nodes that it asks for logs. */
export type Part = 'server' | 'logs';

/** That a part of the cluster is away, and later that it is back. */
export type Health =
  | { readonly type: 'away'; readonly part: Part; readonly message: string; readonly hint?: string }
  | { readonly type: 'back'; readonly part: Part; readonly forMs: number }
  /** A connection told nothing of what happened meanwhile; another one does now. */
  | { readonly type: 'silent'; readonly forMs: number };

/** A shorter absence is not worth a word. */
const WORTH_MS = 3_000;

interface Absence {
  readonly since: number;
  told: boolean;
}

/** Knows from requests that fail or work whether the cluster is away, and tells who listens, once for each absence. */
export class HealthMonitor {
  private readonly absences = new Map<Part, Absence>();
  private listener?: (health: Health) => void;

  constructor(private readonly clock: Clock) {}

  listen(listener: (health: Health) => void): void {
    this.listener = listener;
  }

  /** A request failed in a way that may pass. @param since - when it was sent */
  failed(part: Part, { message, hint }: ClusterError, since: number): void {
    const absence = this.absences.get(part) ?? { since, told: false };
    this.absences.set(part, absence);
    if (absence.told || this.clock.now() - absence.since < WORTH_MS) return;
    absence.told = true;
    this.listener?.({ type: 'away', part, message, hint });
  }

  /** A request worked: logs come through the server. */
  worked(part: Part): void {
    this.back('server');
    if (part === 'logs') this.back('logs');
  }

  /** A connection was found dead that nobody had closed. */
  wasSilent(forMs: number): void {
    this.listener?.({ type: 'silent', forMs });
  }

  private back(part: Part): void {
    const absence = this.absences.get(part);
    if (absence === undefined) return;
    this.absences.delete(part);
    if (absence.told) this.listener?.({ type: 'back', part, forMs: this.clock.now() - absence.since });
  }
}
