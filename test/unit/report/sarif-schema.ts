/**
 * The part of the schema of SARIF 2.1.0 (OASIS, errata 01) that findings can touch: its required properties, bounds and
 * enumerations, and no property beside those that the standard names there. The whole of it is too long to keep here.
 */
const index = { type: 'integer', minimum: -1 };
const positive = { type: 'integer', minimum: 1 };

function object(properties: object, required: readonly string[] = []): object {
  return { type: 'object', additionalProperties: false, properties, required };
}

const listOf = (items: object) => ({ type: 'array', minItems: 0, items });

const message = {
  ...object({
    text: { type: 'string' },
    markdown: { type: 'string' },
    id: { type: 'string' },
    arguments: listOf({ type: 'string' }),
    properties: { type: 'object' },
  }),
  anyOf: [{ required: ['text'] }, { required: ['id'] }],
};
const multiformat = object({ text: { type: 'string' }, markdown: { type: 'string' }, properties: { type: 'object' } }, ['text']);
const snippet = object({ text: { type: 'string' }, binary: { type: 'string' }, rendered: multiformat, properties: { type: 'object' } });
const region = object({
  startLine: positive,
  startColumn: positive,
  endLine: positive,
  endColumn: positive,
  charOffset: index,
  charLength: { type: 'integer', minimum: 0 },
  snippet,
  message,
  properties: { type: 'object' },
});
const artifactLocation = object({
  uri: { type: 'string', pattern: String.raw`^([a-z][a-z0-9+.-]*:)?[A-Za-z0-9%._~:/?#[\]@!$&'()*+,;=-]*$` },
  uriBaseId: { type: 'string' },
  index,
  description: message,
  properties: { type: 'object' },
});
const physicalLocation = {
  ...object({ address: { type: 'object' }, artifactLocation, region, contextRegion: region, properties: { type: 'object' } }),
  anyOf: [{ required: ['address'] }, { required: ['artifactLocation'] }],
};
const location = object({
  id: index,
  physicalLocation,
  logicalLocations: { type: 'array', uniqueItems: true },
  message,
  annotations: { type: 'array', uniqueItems: true, items: region },
  relationships: { type: 'array', uniqueItems: true },
  properties: { type: 'object' },
});
const rule = object(
  {
    id: { type: 'string' },
    name: { type: 'string' },
    shortDescription: multiformat,
    fullDescription: multiformat,
    help: multiformat,
    helpUri: { type: 'string' },
    defaultConfiguration: { type: 'object' },
    properties: { type: 'object' },
  },
  ['id'],
);
const result = object(
  {
    ruleId: { type: 'string' },
    ruleIndex: index,
    kind: { enum: ['notApplicable', 'pass', 'fail', 'review', 'open', 'informational'] },
    level: { enum: ['none', 'note', 'warning', 'error'] },
    message,
    locations: listOf(location),
    relatedLocations: { type: 'array', uniqueItems: true, items: location },
    fingerprints: { type: 'object', additionalProperties: { type: 'string' } },
    partialFingerprints: { type: 'object', additionalProperties: { type: 'string' } },
    properties: { type: 'object' },
  },
  ['message'],
);
const driver = object(
  {
    name: { type: 'string' },
    fullName: { type: 'string' },
    version: { type: 'string' },
    semanticVersion: { type: 'string' },
    informationUri: { type: 'string' },
    rules: { type: 'array', uniqueItems: true, items: rule },
    properties: { type: 'object' },
  },
  ['name'],
);
const run = object(
  {
    tool: object({ driver, extensions: { type: 'array', uniqueItems: true }, properties: { type: 'object' } }, ['driver']),
    columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
    results: listOf(result),
    artifacts: { type: 'array', uniqueItems: true },
    invocations: listOf({ type: 'object' }),
    properties: { type: 'object' },
  },
  ['tool'],
);

export const SARIF_SCHEMA = object(
  {
    $schema: { type: 'string' },
    version: { enum: ['2.1.0'] },
    runs: listOf(run),
    inlineExternalProperties: { type: 'array', uniqueItems: true },
    properties: { type: 'object' },
  },
  ['version', 'runs'],
);
