import type { CiSystem, Variables } from './ci-system.js';
import { drone } from './drone.js';
import { factsOfVariables } from './from-fields.js';
import { github } from './github.js';
import { gitlab } from './gitlab.js';

const woodpecker: CiSystem = {
  name: 'Woodpecker',
  isHere: (variables) => variables.CI === 'woodpecker' || variables.CI_SYSTEM_NAME === 'woodpecker',
  facts: factsOfVariables,
};

/** Woodpecker comes first: its plugins have variables of Drone too. */
const SYSTEMS: readonly CiSystem[] = [woodpecker, github, gitlab, drone];

/** The system that podline runs in; variables alone that Woodpecker knows count as well, as they do for its own program. */
export function ciSystemOf(variables: Variables): CiSystem {
  return SYSTEMS.find(({ isHere }) => isHere(variables)) ?? woodpecker;
}
