/**
 * Number of the process that holds a run, where it is one of the same machine and the same namespace of numbers.
 *
 * @param holder - identity of the process: boot of its machine, namespace of its number, the number, when it started
 * @param here - that of another
 */
export function pidBeside(holder: string, here: string): string | undefined {
  const [boot, namespace, pid] = holder.split('/');
  return here.startsWith(`${boot}/${namespace}/`) ? pid : undefined;
}
