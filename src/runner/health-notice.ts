import type { Health, Part } from '../cluster/cluster.js';
import type { RunEvent } from '../report/events.js';

const AWAY: Readonly<Record<Part, string>> = {
  server: 'the cluster does not answer, the run waits for it',
  logs: 'logs cannot be read at the moment, the run goes on',
};
const SILENT = (ms: number) =>
  `a connection to the cluster was silent for ${ms / 1000} s, and dead: the run goes on with another; nothing is lost`;
const BACK: Readonly<Record<Part, string>> = { server: 'the cluster answers again', logs: 'logs can be read again' };

/** What is said of a part of the cluster that is away, or back again. */
export function healthNotice(health: Health): Pick<Extract<RunEvent, { type: 'notice' }>, 'level' | 'message' | 'hint'> {
  if (health.type === 'away') return { level: 'warning', message: `${AWAY[health.part]}: ${health.message}`, hint: health.hint };
  if (health.type === 'silent') return { level: 'info', message: SILENT(health.forMs) };
  return { level: 'info', message: `${BACK[health.part]} after ${Math.round(health.forMs / 1000)} s; nothing is lost` };
}
