import { ClusterError } from '../errors.js';
import type { Intent } from './api-errors.js';
import { isRecord } from './json.js';

const CAUSES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the host name is unknown',
  EAI_AGAIN: 'the host name cannot be looked up at the moment',
  EHOSTUNREACH: 'there is no route to the host',
  ENETUNREACH: 'there is no route to the network',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
};

/** Codes that Node gives to what is wrong with a certificate, and to a server that does not speak TLS. */
const TLS = /CERT|UNABLE_TO_|ERR_TLS|ERR_SSL|EPROTO/;

/** The error for a request that got no whole answer: what went wrong on the way to the server at the address. */
export function unreachableError(cause: unknown, address: string, intent: Intent): ClusterError {
  const code = isRecord(cause) && typeof cause.code === 'string' ? cause.code : '';
  const tls = TLS.test(code);
  const words = cause instanceof Error && cause.message !== '' ? cause.message : code;
  const known = CAUSES[code];
  const why = tls ? `its certificate or TLS is not accepted: ${words} (${code})` : known ? `${known} (${code})` : words;
  return new ClusterError(`cannot ${intent.action} ${intent.object}: the API server at ${address} cannot be reached: ${why}`, {
    code: 'unreachable',
    hint: tls
      ? "check certificate-authority-data and the server's host name in the kubeconfig"
      : 'check that the cluster runs and that the kubeconfig names the right server: kubectl cluster-info',
    cause,
    object: intent.object,
    retryable: !tls,
  });
}
