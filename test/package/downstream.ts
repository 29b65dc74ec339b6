import { type ExecFileOptions, execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The parts of a package.json that tell what a package offers. */
export interface Manifest {
  readonly version: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

/** What `npm pack` wrote; sizes in bytes. */
export interface Tarball {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

/** Packs podline as `npm publish` does, as it was built last. */
export async function pack(into: string): Promise<Tarball> {
  const report = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', into], { cwd: root });
  const [tarball]: readonly Tarball[] = JSON.parse(report);
  if (tarball === undefined) throw new Error('npm pack wrote nothing');
  return { ...tarball, filename: join(into, tarball.filename) };
}

/** A project that has podline installed from a tarball, and as its dependencies the ones installed here: no network. */
export class Downstream {
  private constructor(
    readonly folder: string,
    readonly podline: Manifest,
  ) {}

  /** Leaves out the given `missing` dependencies of podline, so that loading one fails. */
  static async create(parent: string, tarball: Tarball, missing: readonly string[] = []): Promise<Downstream> {
    const folder = await mkdtemp(join(parent, 'downstream-'));
    const installed = join(folder, 'node_modules/podline');
    await mkdir(installed, { recursive: true });
    await run('tar', ['-xzf', tarball.filename, '--strip-components=1'], { cwd: installed });
    const podline: Manifest = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'));
    const downstream = new Downstream(folder, podline);
    await downstream.write('package.json', '{ "private": true, "type": "module" }');
    const dependencies = Object.keys(podline.dependencies).filter((name) => !missing.includes(name));
    for (const path of [...dependencies, '.bin/cdk8s', '.bin/tsc', '.bin/tsx'])
      await downstream.link(path, join(root, 'node_modules', path));
    for (const [name, path] of Object.entries(podline.bin)) await downstream.link(`.bin/${name}`, join(installed, path));
    return downstream;
  }

  async write(path: string, text: string): Promise<void> {
    await writeFile(join(this.folder, path), text);
  }

  async read(path: string): Promise<string> {
    return readFile(join(this.folder, path), 'utf8');
  }

  /** Standard output of a command of the project. */
  async npx(...command: readonly string[]): Promise<string> {
    const env = { ...process.env, CDK8S_CHECK_UPGRADE: 'false' };
    return run('npx', ['--offline', ...command], { cwd: this.folder, env });
  }

  /** Standard output of an ES module of the project. */
  async evaluate(source: string): Promise<string> {
    return run(process.execPath, ['--input-type=module', '--eval', source], { cwd: this.folder });
  }

  private async link(path: string, target: string): Promise<void> {
    await access(target);
    const link = join(this.folder, 'node_modules', path);
    await mkdir(dirname(link), { recursive: true });
    await symlink(target, link);
  }
}

/** Standard output; a failure tells standard output and error. */
function run(command: string, args: readonly string[], options: ExecFileOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, args, { ...options, encoding: 'utf8' }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error([command, ...args, '\n', stdout, stderr].join(' '), { cause: error }));
    });
  });
}
