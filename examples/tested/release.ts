// A pipeline that is a function, so that its tests make one too. Its command: podline run examples/tested/main.ts
import type { App } from 'cdk8s';
import { Duration, Pipeline } from 'podline';

export function release(app: App): Pipeline {
  const ci = new Pipeline(app, 'release');
  const shell = { image: 'alpine:3' };

  ci.service('database', { image: 'postgres:17-alpine', ready: { exec: ['pg_isready', '--quiet'], timeout: Duration.minutes(2) } });
  const build = ci.step('build', { ...shell, commands: ['make build'] });
  const test = ci.step('test', { ...shell, commands: ['make test'], dependsOn: [build], retry: { limit: 1, on: ['infra'] } });
  const lint = ci.step('lint', { ...shell, commands: ['make lint'], dependsOn: [build] });
  ci.step('publish', { ...shell, commands: ['make publish'], dependsOn: [test, lint], environment: { TOKEN: ci.secret('token') } });
  ci.step('tell', { ...shell, commands: ['make tell'], dependsOn: [test, lint], runOn: ['failure'] });
  return ci;
}
