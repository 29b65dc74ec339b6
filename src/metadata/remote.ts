import { type Facts, repositoryOf } from './facts.js';

/** Forges by their host. Others say nothing of what they are. */
const FORGES: Readonly<Record<string, string>> = {
  'github.com': 'github',
  'gitlab.com': 'gitlab',
  'bitbucket.org': 'bitbucket',
  'codeberg.org': 'forgejo',
  'gitea.com': 'gitea',
};

/** `https://forge.example/octo/app.git`, `ssh://git@forge.example:22/octo/app`, `git@forge.example:octo/app.git` */
const ADDRESS = /^(?:([a-z+]+):\/\/)?(?:[^/@]*@)?([^/:]+)(?::\d+)?[/:](.+?)(?:\.git)?\/*$/i;

/** What the address of a remote tells of its repository; nothing of a path on this machine. */
export function factsOfRemote(url: string | undefined): Facts {
  const [, scheme = 'ssh', host, path] = ADDRESS.exec(url ?? '') ?? [];
  if (url === undefined || /^[./~]/.test(url) || host === undefined || path === undefined || scheme === 'file') return {};
  const isHttp = /^https?$/i.test(scheme);
  const page = isHttp ? url.replace(/(\.git)?\/*$/, '') : `https://${host}/${path}`;
  return {
    forge: { type: FORGES[host], url: isHttp ? new URL(url).origin : `https://${host}` },
    repository: {
      ...repositoryOf(path),
      url: page,
      cloneUrl: isHttp ? url : `${page}.git`,
      cloneSshUrl: isHttp ? undefined : url,
    },
  };
}
