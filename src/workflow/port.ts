import { type Convert, text } from './convert.js';

const PORT = /^(\d+)(?:\/(.*))?$/;

/** A port that a container listens on: `5432` or `53/udp`; what Kubernetes makes of it is looked at later. */
export const port: Convert<number | string> = (node, label, diagnostics) => {
  const given = text(node, label, diagnostics);
  if (given === undefined) return undefined;
  const [, number, protocol] = PORT.exec(given) ?? [];
  if (number !== undefined && Number(number) <= 65_535) return protocol ? given : Number(number);
  const hint = given.includes(':') ? 'ports are not mapped: name the one that the container listens on' : 'write it as 5432 or 53/udp';
  diagnostics.error({ code: 'wrong-value', message: `${label} must be a port, not "${given}"`, at: node.span, hint });
  return undefined;
};
