import type { Diagnostic } from '../errors.js';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** Findings as SARIF 2.1.0, for forges and editors. */
export function sarif(diagnostics: readonly Diagnostic[], { version }: { readonly version: string }) {
  const codes = [...new Set(diagnostics.map(({ code }) => code))].sort();
  const results = diagnostics.map((diagnostic) => ({
    ruleId: diagnostic.code,
    ruleIndex: codes.indexOf(diagnostic.code),
    level: diagnostic.severity,
    message: { text: textOf(diagnostic) },
    ...locationsOf(diagnostic),
  }));
  const driver = { name: 'podline', version, rules: codes.map((id) => ({ id })) };
  return { $schema: SCHEMA, version: '2.1.0' as const, runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits' as const, results }] };
}

function textOf({ message, hint }: Diagnostic): string {
  return hint === undefined ? message : `${message}. Hint: ${hint}`;
}

function locationsOf({ position, excerpt }: Diagnostic) {
  if (position === undefined) return {};
  const { file, line: startLine, column: startColumn } = position;
  const end = excerpt ? { endColumn: startColumn + excerpt.length, snippet: { text: excerpt.text } } : {};
  return { locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(file) }, region: { startLine, startColumn, ...end } } }] };
}

/** A relative path is a relative reference; its first part must not look like a scheme. */
function uriOf(file: string): string {
  const path = file.split('/').map(encodeURIComponent).join('/');
  return file.startsWith('/') ? `file://${path}` : path.replace(/^\.\//, '');
}
