// Two pipelines of one app are one run. Each has a volume of its own; the second waits for the first.
import { App } from 'cdk8s';
import { Pipeline } from 'podline';

const app = new App();

const build = new Pipeline(app, 'build');
const compile = build.step('compile', { image: 'alpine', commands: ['echo compiling'] });
const test = build.step('test', { image: 'alpine', commands: ['echo testing'] });
build.chain(compile, test);

const deploy = new Pipeline(app, 'deploy', { dependsOn: [build] });
deploy.step('deploy', { image: 'alpine', commands: ['echo deploying'] });

// Runs where the build did not pass.
const rescue = new Pipeline(app, 'rescue', { dependsOn: [build], runOn: ['failure'] });
rescue.step('notify', { image: 'alpine', commands: ['echo "the build is broken"'] });

app.synth();
