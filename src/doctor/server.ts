import type { ServerVersion } from '../cluster/cluster.js';
import type { Finding } from '../report/finding.js';
import type { Answer } from './answer.js';

const OLDEST_MINOR = 20;
const NEWEST_TESTED_MINOR = 34;
/** The server tells its time in whole seconds, and the answer takes some time. */
const TOLERATED_MS = 5_000;

/** Whether the server is there, knows the credentials, and is of a version that podline is for. */
export function judgeServer(answer: Answer<ServerVersion>, cluster: string): Finding {
  const check = 'server';
  if (answer.type === 'refused') return { check, status: 'fail', message: answer.error.message, fix: answer.error.hint };
  const { major, minor, platform } = answer.value;
  const version = `${cluster}: Kubernetes ${major}.${minor}${platform === undefined ? '' : ` on ${platform}`}`;
  if (Number.isNaN(major) || Number.isNaN(minor)) return { check, status: 'warn', message: `${cluster} tells no version` };
  if (major < 1 || (major === 1 && minor < OLDEST_MINOR))
    return { check, status: 'fail', message: version, fix: `upgrade it: podline needs 1.${OLDEST_MINOR} or newer` };
  if (major > 1 || minor > NEWEST_TESTED_MINOR)
    return { check, status: 'warn', message: `${version}, newer than what podline is tested with (1.${NEWEST_TESTED_MINOR})` };
  return { check, status: 'ok', message: version };
}

/** How far this machine's clock is from the server's. */
export function judgeClock(serverMs: number, hereMs: number): Finding {
  const check = 'clock';
  const seconds = Math.round(Math.abs(serverMs - hereMs) / 1000);
  if (Math.abs(serverMs - hereMs) <= TOLERATED_MS) return { check, status: 'ok', message: "this machine's clock agrees with the server's" };
  const direction = serverMs > hereMs ? 'behind' : 'ahead of';
  return {
    check,
    status: 'warn',
    message: `this machine's clock is ${seconds} s ${direction} the server's: certificates and tokens may be refused, times are wrong`,
    fix: 'set the clock of this machine, or of the server (NTP)',
  };
}
