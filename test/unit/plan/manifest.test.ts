import { Yaml } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/errors.js';
import { parseManifest } from '../../../src/plan/manifest.js';
import { seeded } from '../cluster/seeded.js';

function parse(text: string) {
  return parseManifest({ file: 'dist/build.k8s.yaml', text });
}

const CONFIG = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n';

describe('parseManifest', () => {
  it('reads back every text that cdk8s writes, also those that look like numbers, flags or dates', () => {
    const random = seeded(1);
    const character = () => '0123456789abexonyEN_+-.:~<= \t\n'[Math.floor(random() * 32)] ?? '';
    const texts = Array.from({ length: 20_000 }, () => Array.from({ length: 1 + Math.floor(random() * 7) }, character).join(''));
    const config = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: Object.fromEntries(texts.entries()) };

    const [read] = parse(Yaml.stringify(config));

    // of nothing but blanks and line ends the writer of cdk8s loses the blanks
    expect(texts.filter((text, index) => /\S/.test(text) && (read as typeof config).data[index] !== text)).toEqual([]);
  });

  it('reads all documents of a file, but empty ones', () => {
    expect(parse(`---\n${CONFIG}---\n---\n# nothing\n---\n${CONFIG}`).map(({ kind }) => kind)).toEqual(['ConfigMap', 'ConfigMap']);
  });

  it.each(['', '\n', '# nothing', '---\n'])('reads nothing from %j', (text) => {
    expect(parse(text)).toEqual([]);
  });

  it('says where a file is not YAML', () => {
    expect(() => parse('kind: ConfigMap\nmetadata: {name: a')).toThrow(
      expect.objectContaining({
        code: 'yaml-syntax',
        position: { file: 'dist/build.k8s.yaml', line: expect.any(Number), column: expect.any(Number) },
      }),
    );
    expect(() => parse('a: b: c')).toThrow(UsageError);
  });

  it.each([
    ['text', 'hello'],
    ['a list', '- a'],
    ['no apiVersion', 'kind: ConfigMap\nmetadata: {name: a}'],
    ['no kind', 'apiVersion: v1\nmetadata: {name: a}'],
    ['no metadata', 'apiVersion: v1\nkind: ConfigMap'],
    ['no name', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {}'],
    ['a name that is a number', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: 1}'],
    ['a label that is a number', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, labels: {podline.dev/run: 1234567890}}'],
    ['annotations that are a list', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, annotations: [b]}'],
  ])('names the document that is no Kubernetes object: %s', (_, text) => {
    expect(() => parse(`${CONFIG}---\n${text}`)).toThrow(
      expect.objectContaining({
        name: 'UsageError',
        code: 'not-a-manifest',
        message: expect.stringMatching(/^document 2 of dist\/build\.k8s\.yaml is not a Kubernetes object/),
      }),
    );
  });
});
