import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CORE_SCHEMA, load, mergeTag } from 'js-yaml';
import { Podline, ROOT } from './podline.js';
import type { RunOutput } from './run-output.js';

const STAND_INS = '.stand-ins';
const PROGRAMS = [
  'cargo',
  'go',
  'mkdocs',
  'pg_isready',
  'pip',
  'plugin',
  'psql',
  'pytest',
  'python',
  'redis-cli',
  'ruff',
  'rustup',
  'serve',
];
/** Of images that a cluster of the tests has not; on the embedded one these are the programs of this machine. */
const PROGRAMS_OF_IMAGES = ['node', 'npm'];
const PATH = `/woodpecker/src/${STAND_INS}:/usr/local/bin:/usr/bin:/bin`;

type Container = Readonly<Record<string, unknown>> & {
  readonly name?: string;
  readonly environment?: object;
  readonly settings?: Readonly<Record<string, unknown>>;
};
type Containers = readonly Container[] | Readonly<Record<string, Container>>;

/** Where the projects run. */
export interface Place {
  readonly flags: readonly string[];
  /** Of all containers, where not every image can be had. */
  readonly image?: string;
}

/** A copy of a project of examples/ in a repository of its own, with stand-ins for what its images have and this machine may not. */
export class ExampleProject {
  readonly folder = mkdtempSync(join(tmpdir(), 'podline-example-'));
  private readonly ports = new Map<string, number>();

  private constructor(private readonly place: Place) {}

  static async make(name: string, place: Place): Promise<ExampleProject> {
    const project = new ExampleProject(place);
    cpSync(join(ROOT, 'examples', name), project.folder, { recursive: true });
    for (const file of project.workflows()) await project.standIn(file);
    mkdirSync(join(project.folder, STAND_INS));
    cpSync(join(ROOT, 'test/scenarios/stand-ins/stand-in.sh'), join(project.folder, STAND_INS, 'stand-in.sh'));
    for (const program of place.image ? [...PROGRAMS, ...PROGRAMS_OF_IMAGES] : PROGRAMS)
      symlinkSync('stand-in.sh', join(project.folder, STAND_INS, program));
    const ports = [...project.ports].map(([service, port]) => `${service} ${port}\n`);
    writeFileSync(join(project.folder, STAND_INS, 'ports'), ports.join(''));
    project.git('init', '--quiet', '--initial-branch', 'main');
    project.commit('Everything');
    return project;
  }

  git(...args: readonly string[]): void {
    const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org'];
    execFileSync('git', [...identity, ...args], { cwd: this.folder, stdio: 'ignore' });
  }

  commit(message: string): void {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--message', message);
  }

  /** Runs it as one does in its folder. */
  async run(...flags: readonly string[]): Promise<RunOutput> {
    return new Podline(['run', ...this.place.flags, ...flags, '--output', 'json'], { cwd: this.folder }).end();
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private workflows(): readonly string[] {
    const folder = join(this.folder, '.woodpecker');
    const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false;
    return isFolder ? readdirSync(folder).map((file) => join('.woodpecker', file)) : ['.woodpecker.yaml'];
  }

  private async standIn(file: string): Promise<void> {
    const text = readFileSync(join(this.folder, file), 'utf8');
    const workflow = load(text, { schema: CORE_SCHEMA.withTags(mergeTag) }) as { steps: Containers; services?: Containers };
    const services = await Promise.all(entriesOf(workflow.services ?? []).map(([name, service]) => this.service(name, service)));
    const steps = entriesOf(workflow.steps).map(([name, step]) => ({ name, ...this.withPrograms(step) }));
    writeFileSync(join(this.folder, file), JSON.stringify({ ...workflow, steps, ...(services.length > 0 && { services }) }, null, 2));
  }

  /** Services share the ports of this machine: each gets one that is free. */
  private async service(name: string, service: Container): Promise<Container> {
    const port = await freePort();
    this.ports.set(name, port);
    return { ...this.withPrograms(service), name, commands: [`serve ${name}`], ports: [port] };
  }

  /** A step that finds the stand-ins; one that is a plugin tells its settings. */
  private withPrograms({ settings, ...given }: Container): Container {
    const { image } = this.place;
    const container = { ...given, ...(image && { image }), environment: { ...given.environment, PATH } };
    if (settings === undefined) return container;
    const variables = Object.entries(settings).map(([key, value]) => [`PLUGIN_${key.toUpperCase()}`, value]);
    return { ...container, environment: { ...Object.fromEntries(variables), ...container.environment }, commands: ['plugin'] };
  }
}

function entriesOf(containers: Containers): readonly (readonly [string, Container])[] {
  if (!Array.isArray(containers)) return Object.entries(containers);
  return containers.map((container: Container, index) => [container.name ?? `step-${index}`, container]);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
