import { App } from 'cdk8s';
import { release } from './release.js';

const app = new App();
release(app);
app.synth();
