// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what is put in is tested
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { WorkflowError } from '../../../src/errors.js';
import { evaluate } from '../../../src/workflow/evaluate/evaluate.js';
import { EvaluateError } from '../../../src/workflow/evaluate/evaluate-error.js';
import { expressionValue } from '../../../src/workflow/expression-value.js';
import { createGlob } from '../../../src/workflow/glob.js';
import { createSource } from '../../../src/workflow/source.js';
import { createTemplate } from '../../../src/workflow/template.js';
import { findings, pushed, workflowsOf } from './read.js';

const RUNS = { seed: 20_261_125, numRuns: 400 };

/** Texts made of the words of a language, which are wrong in more ways than random letters are. */
function textOf(...words: readonly string[]): fc.Arbitrary<string> {
  return fc
    .array(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 3, unit: 'binary' })), { maxLength: 40 })
    .map((parts) => parts.join(''));
}

const yaml = textOf(
  'steps:',
  '\n  - ',
  '\n    ',
  'image: a',
  'when: ',
  '{',
  '}',
  '[',
  ']',
  ', ',
  '&a ',
  '*a',
  '<<: ',
  '"',
  "'",
  '|\n',
  '${',
  '}',
  '$$',
  'matrix: ',
  'depends_on: ',
  'commands: x',
  '!!str ',
  '---\n',
  '\t',
  '#',
  'evaluate: ',
  'branch: ',
  '? ',
  '\0',
  '\uFEFF',
  '\uE000',
);

it('reads any text, or says what is wrong with it', () => {
  fc.assert(
    fc.property(yaml, (text) => {
      try {
        workflowsOf(text);
      } catch (error) {
        expect(error).toBeInstanceOf(WorkflowError);
      }
    }),
    RUNS,
  );
});

it('says where, inside of the text', () => {
  fc.assert(
    fc.property(yaml, (text) => {
      const lines = createSource('build.yaml', text).lineStarts.length;
      for (const finding of findings(text)) expect(Number(finding.split(':')[0])).toBeLessThanOrEqual(lines);
    }),
    RUNS,
  );
});

const expressions = textOf('${', '}', 'A', '#', '%', '/', ':', '-', '+', '=', '?', '*', '[', ']', '\\', '$', '^', ',', '@', '1', '\n');

it('keeps all of a text that is no expression, and where it stands', () => {
  fc.assert(
    fc.property(expressions, (text) => {
      const template = createTemplate(text, 'kept');
      const written = template.replaceSlots(template.text, ({ source }) => source);

      expect(written).toBe(text.replaceAll(/\$\$\{|\$\$/g, (dollars) => (dollars === '$${' ? '${' : dollars)));
      expect(template.originOf(template.text.length)).toBe(text.length);
    }),
    RUNS,
  );
});

it('replaces any expression by a text', () => {
  fc.assert(
    fc.property(expressions, fc.string({ unit: 'binary' }), (text, value) => {
      const template = createTemplate(text, 'woodpecker');
      const replaced = template.replaceSlots(template.text, (slot) =>
        slot.type === 'expression' ? expressionValue(slot.expression, () => value) : slot.source,
      );

      expect(typeof replaced).toBe('string');
    }),
    RUNS,
  );
});

const evaluations = textOf(
  ' and ',
  ' or ',
  'not ',
  ' == ',
  ' in ',
  ' matches ',
  ' contains ',
  ' ?? ',
  ' | ',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '"a"',
  'A',
  '1',
  '..',
  '#',
  'len',
  'map',
  'filter',
  'repeat',
  'reduce',
  ',',
  ';',
  'let x = ',
  '? ',
  ' : ',
  '$env',
  '.',
  '-',
  '**',
  'fromJSON',
  'sort',
);

it('answers any expression, or says what is wrong with it', () => {
  fc.assert(
    fc.property(evaluations, (text) => {
      try {
        expect(typeof evaluate(text, { variables: { A: 'a' }, now: () => 0 })).toBe('boolean');
      } catch (error) {
        expect(error).toBeInstanceOf(EvaluateError);
      }
    }),
    { ...RUNS, numRuns: 2000 },
  );
});

const globs = textOf('*', '**', '/', '?', '[a-z]', '[!', ']', '{', ',', '}', '\\', 'a', 'b');

it('matches any pattern with any name, or takes it for malformed', () => {
  fc.assert(
    fc.property(globs, fc.string(), (pattern, name) => {
      expect(['boolean', 'undefined']).toContain(typeof createGlob(pattern)?.matches(name));
    }),
    RUNS,
  );
});

it('matches a name with itself, however it has to be escaped, and with what is wider', () => {
  const names = fc.array(
    fc.string({ minLength: 1, maxLength: 5 }).filter((name) => !name.includes('/')),
    { minLength: 1, maxLength: 4 },
  );
  fc.assert(
    fc.property(names, (parts) => {
      const name = parts.join('/');
      const escaped = parts.map((part) => part.replaceAll(/[*?[\]{},\\!^-]/g, '\\$&'));

      expect(createGlob(escaped.join('/'))?.matches(name)).toBe(true);
      expect(createGlob(parts.map(() => '*').join('/'))?.matches(name)).toBe(true);
      expect(createGlob(`${escaped[0]}/**`)?.matches(name)).toBe(true);
      expect(createGlob(`**/${escaped.at(-1)}`)?.matches(name)).toBe(true);
      expect(createGlob(`{x,${escaped.join('/')}}`)?.matches(name)).toBe(true);
    }),
    RUNS,
  );
});

it('never lets a value change what a file says', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (message) => {
      const text =
        "steps:\n  - image: a\n    commands:\n      - echo '${CI_COMMIT_MESSAGE}' # ${CI_COMMIT_MESSAGE}\n    environment: {X: '${CI_COMMIT_MESSAGE}'}";
      const [pipeline] = workflowsOf(`skip_clone: true\n${text}`, { metadata: pushed({ message }) }).pipelines;

      expect(pipeline?.steps).toHaveLength(1);
      expect(pipeline?.steps[0]?.commands).toHaveLength(1);
      expect(pipeline?.steps[0]?.environment).toEqual({ X: message });
    }),
    RUNS,
  );
});
