import { sum } from './sum.js';

console.log(sum(...process.argv.slice(2).map(Number)));
