import { describe, expect, it } from 'vitest';
import { RESOURCES } from '../../../../src/local/api/resources.js';
import { fieldSelector, labelSelector } from '../../../../src/local/api/selectors.js';

const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'a', namespace: 'ns', labels: { run: 'x', 'podline.dev/step': 'test' } },
  status: { phase: 'Running' },
};

describe('a label selector', () => {
  it.each([
    ['', true],
    ['run=x', true],
    ['run==y', false],
    ['run!=y', true],
    ['other!=y', true],
    ['run=x,podline.dev/step=test', true],
    ['run=x,podline.dev/step=other', false],
    ['run in (x,y)', true],
    ['run notin (x, y),run', false],
    ['other notin (x)', true],
    ['run', true],
    ['!run', false],
    ['!other', true],
    ['run=', false],
  ])('%j matches: %s', (text, expected) => {
    expect(labelSelector(text)(POD)).toBe(expected);
  });

  it.each(['a b c', 'a=b=c', 'in (x)', '=x', 'a in x'])('%j is refused', (text) => {
    expect(() => labelSelector(text)).toThrow('unable to parse requirement');
  });
});

describe('a field selector', () => {
  it.each([
    ['metadata.name=a', true],
    ['metadata.name!=a', false],
    ['status.phase=Running,metadata.namespace=ns', true],
    ['spec.nodeName=', true],
  ])('%j matches: %s', (text, expected) => {
    expect(fieldSelector(text, RESOURCES.pods)(POD)).toBe(expected);
  });

  it('refuses fields that the kind does not index', () => {
    expect(() => fieldSelector('spec.image=x', RESOURCES.pods)).toThrow('field label not supported: spec.image');
  });
});
