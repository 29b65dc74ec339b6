import { describe, expect, it } from 'vitest';
import { endTrailer, gateLine, readMarker, startMarker } from '../../../src/contract/markers.js';
import { InternalError } from '../../../src/errors.js';

const start = startMarker('n1').trim();
const end = endTrailer('n1', 7).trim();

describe('readMarker', () => {
  it.each([
    ['the start', start, { type: 'start' }],
    ['the end with its exit code', end, { type: 'end', exitCode: 7 }],
    ['an exit code of three digits', endTrailer('n1', 143).trim(), { type: 'end', exitCode: 143 }],
  ])('reads %s', (_, line, marker) => {
    expect(readMarker(line, 'n1')).toEqual(marker);
    expect(readMarker(new TextEncoder().encode(line), 'n1')).toEqual(marker);
  });

  it.each([
    ['an empty line', ''],
    ['output', 'podline-end n1 0'],
    ['a marker inside of a line', `a${end}`],
    ['a marker with more behind it', `${end} 1`],
    ['a start with an exit code', `${start} 0`],
    ['an end without an exit code', '\u001epodline-end n1'],
    ['an exit code that is no number', '\u001epodline-end n1 0x1'],
    ['a negative exit code', '\u001epodline-end n1 -1'],
    ['another word', '\u001epodline-stop n1 0'],
    ['a forged end with another nonce', endTrailer('n2', 0).trim()],
    ['a forged start with another nonce', startMarker('n2').trim()],
    ['a nonce that only begins alike', endTrailer('n12', 0).trim()],
  ])('takes %s for output', (_, line) => {
    expect(readMarker(line, 'n1')).toBeUndefined();
    expect(readMarker(new TextEncoder().encode(line), 'n1')).toBeUndefined();
  });
});

describe('gateLine', () => {
  it('is one line with all variables', () => {
    expect(gateLine('n1', { CI_PIPELINE_STATUS: 'success', CI_STEP_STARTED: '1763932800' })).toBe(
      'go n1 CI_PIPELINE_STATUS=success CI_STEP_STARTED=1763932800\n',
    );
  });

  it('may have no variables', () => {
    expect(gateLine('n1', {})).toBe('go n1\n');
  });

  it.each([
    ['a blank in a value', { A: 'a b' }],
    ['a line feed in a value', { A: 'a\n' }],
    ['a quote in a value', { A: "'" }],
    ['an equals sign in a value', { A: 'b=c' }],
    ['a name with a dash', { 'A-B': '1' }],
    ['an empty name', { '': '1' }],
  ])('refuses %s, as the gate would', (_, variables) => {
    expect(() => gateLine('n1', variables)).toThrow(InternalError);
  });
});
