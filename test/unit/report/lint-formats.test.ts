import { Ajv } from 'ajv';
import type { Log } from 'sarif';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../../src/errors.js';
import { annotations } from '../../../src/report/annotations.js';
import { sarif } from '../../../src/report/sarif.js';
import { SARIF_SCHEMA } from './sarif-schema.js';

const DIAGNOSTICS: readonly Diagnostic[] = [
  {
    severity: 'warning',
    code: 'unknown-key',
    message: 'unknown key "comands" in a step',
    hint: 'did you mean "commands"?',
    position: { file: './a b/büild.yaml', line: 3, column: 5 },
    excerpt: { text: '    comands: [x]', length: 7 },
  },
  { severity: 'error', code: 'bad', message: '50% of it,\nand: more' },
];

describe('findings as SARIF', () => {
  it('are a log of version 2.1.0, each with its rule and its place', () => {
    const log: Log = sarif(DIAGNOSTICS, { version: '1.2.3' });

    expect(log.version).toBe('2.1.0');
    const [run] = log.runs;
    expect(run?.tool.driver).toEqual({ name: 'podline', version: '1.2.3', rules: [{ id: 'bad' }, { id: 'unknown-key' }] });
    expect(run?.results?.map(({ ruleId, ruleIndex, level }) => [ruleId, ruleIndex, level])).toEqual([
      ['unknown-key', 1, 'warning'],
      ['bad', 0, 'error'],
    ]);
    expect(run?.results?.[0]?.locations?.[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: 'a%20b/b%C3%BCild.yaml' },
      region: { startLine: 3, startColumn: 5, endColumn: 12, snippet: { text: '    comands: [x]' } },
    });
    expect(run?.results?.[1]?.locations).toBeUndefined();
  });

  it.each<[string, readonly Diagnostic[]]>([
    ['none', []],
    ['all sorts of them', DIAGNOSTICS],
    ['one outside of the folder', [{ severity: 'error', code: 'x', message: 'x', position: { file: '/a b/#x.yaml', line: 1, column: 1 } }]],
  ])('keep to the schema of the standard: %s', (_, diagnostics) => {
    const validate = new Ajv({ allErrors: true }).compile(SARIF_SCHEMA);

    validate(JSON.parse(JSON.stringify(sarif(diagnostics, { version: '1.2.3' }))));

    expect(validate.errors).toBeNull();
  });

  it('of a file outside of the folder have its absolute address', () => {
    const [diagnostic] = DIAGNOSTICS;
    const log: Log = sarif([{ severity: 'error', code: 'x', message: 'x', position: { file: '/tmp/x.yaml', line: 1, column: 1 } }], {
      version: '1',
    });

    expect(diagnostic?.position?.file).toBe('./a b/büild.yaml');
    expect(log.runs[0]?.results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe('file:///tmp/x.yaml');
  });
});

describe('findings as annotations of GitHub', () => {
  it('are one command each, with everything escaped that would end it', () => {
    expect(annotations(DIAGNOSTICS).split('\n')).toEqual([
      '::warning file=./a b/büild.yaml,line=3,col=5,endLine=3,endColumn=12,title=unknown-key::unknown key "comands" in a step (did you mean "commands"?)',
      '::error title=bad::50%25 of it,%0Aand: more',
      '',
    ]);
  });
});
