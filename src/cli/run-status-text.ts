import { minuteOfDay, wholeSeconds } from '../report/duration.js';
import type { CollectedRun } from '../runner/gc.js';

/** Who looks after a run, in a person's words. */
export function runStatusText(status: CollectedRun['status']): string {
  switch (status.type) {
    case 'running':
      return 'running';
    case 'kept':
      return `kept until ${minuteOfDay(status.until)}`;
    case 'ending':
      return 'ending';
    case 'silent':
      return `silent for ${wholeSeconds(status.forMs)}`;
  }
}
