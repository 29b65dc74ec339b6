import { expect, it } from 'vitest';
import type { StepInfo } from '../../../src/report/events.js';
import { graphLayout } from '../../../src/report/html/graph-layout.js';
import { step } from './run-builder.js';

function drawn(steps: readonly StepInfo[]): readonly string[] {
  return graphLayout(steps).map(({ step: id, column, row }) => `${id} ${column},${row}`);
}

it('places each step behind all that it waits for', () => {
  const steps = [step('d', { dependsOn: ['b', 'c'] }), step('a'), step('b', { dependsOn: ['a'] }), step('c', { dependsOn: ['b'] })];

  expect(drawn(steps)).toEqual(['d 3,0', 'a 0,0', 'b 1,0', 'c 2,0']);
});

it('places a step beside those that it waits for', () => {
  const steps = [step('a'), step('b'), step('after-b', { dependsOn: ['b'] }), step('after-a', { dependsOn: ['a'] })];

  expect(drawn(steps)).toEqual(['a 0,0', 'b 0,1', 'after-b 1,1', 'after-a 1,0']);
});

it('comes to an end with a circle, and with steps that are not there', () => {
  const steps = [step('a', { dependsOn: ['b'] }), step('b', { dependsOn: ['a'] }), step('c', { dependsOn: ['gone'] })];

  expect(drawn(steps)).toEqual(['a 0,0', 'b 0,1', 'c 0,2']);
});
