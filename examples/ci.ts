// A pipeline as typed code. Run it with `podline run examples/ci.ts`, or with `cdk8s synth` and `podline apply`.
import { App } from 'cdk8s';
import { Duration, Pipeline, type StepPod } from 'podline';

const app = new App();
const ci = new Pipeline(app, 'ci', { volume: { size: '1Gi' } });

const build = ci.step('build', { image: 'alpine', commands: ['echo "built" > artifact.txt'] });

// A step for each shard: what YAML would need a matrix for is a loop.
const shards = [1, 2, 3].map((shard) => test(shard, build));

ci.step('publish', {
  image: 'alpine',
  commands: ['grep built artifact.txt'],
  dependsOn: shards,
  kubernetes: { resources: { limits: { memory: '64Mi' } } },
});

app.synth();

function test(shard: number, after: StepPod): StepPod {
  return ci.step(`test ${shard}`, {
    image: 'alpine',
    environment: { SHARD: shard },
    commands: ['echo "testing shard $SHARD"', 'test -s artifact.txt'],
    dependsOn: [after],
    timeout: Duration.minutes(2),
  });
}
