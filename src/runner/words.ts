/** What schedulers, kubelets and registries say, without what is not for a person. */

export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** `exec: "/bin/sh": stat /bin/sh: no such file or directory`, without the programs that passed it on. */
export function runtimeWords(text: string): string {
  const passedOn =
    /^(Error: |rpc error: code = \w+ desc = |failed to (create|start) (containerd task|shim task|containerd container): |OCI runtime create failed: |(runc|crun) create failed: |unable to start container process: |error during container init: )+/;
  return oneLine(text)
    .replace(passedOn, '')
    .replace(/: unknown$/, '');
}

/** `docker.io/library/absent:1: not found`, without the steps of the pull. */
export function registryWords(text: string): string {
  const steps =
    /^(Back-off pulling image "[^"]*": |Failed to pull image "[^"]*": |ErrImagePull: |rpc error: code = \w+ desc = |Error response from daemon: |failed to (pull and unpack image|resolve reference|copy|do request|authorize) ?("[^"]*")?: |failed to resolve image: )+/;
  return oneLine(text).replace(steps, '');
}

/** `0/3 nodes are available: 3 Insufficient cpu`, without why nobody is preempted. */
export function schedulerWords(text: string): string {
  return oneLine(text)
    .replace(/\.? (no new claims to deallocate|preemption: |not found$).*$/, '')
    .replace(/\.$/, '');
}
