import type { KubeObject } from '../contract/objects.js';
import type { Finding } from '../report/finding.js';
import { type Answer, untold } from './answer.js';

interface StorageClass extends KubeObject {
  readonly provisioner?: string;
  readonly volumeBindingMode?: string;
}

const IS_DEFAULT = ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class'];

/** Whether there is the storage class that pipelines ask for: by name, or as the default one. */
export function judgeStorageClasses(answer: Answer<readonly KubeObject[]>, wanted: string | undefined): Finding {
  const check = 'storage';
  if (answer.type === 'refused') return untold(check, 'list storage classes (podline setup --cluster-role)', answer.error);
  const classes: readonly StorageClass[] = answer.value;
  const names = classes.map(({ metadata }) => metadata.name).join(', ');
  if (wanted !== undefined) {
    const found = classes.find(({ metadata }) => metadata.name === wanted);
    if (found) return { check, status: 'ok', message: textOf(found) };
    const others = names === '' ? 'there is none' : `there are: ${names}`;
    return {
      check,
      status: 'fail',
      message: `there is no storage class "${wanted}"`,
      fix: `name another one with --storage-class; ${others}`,
    };
  }
  const defaults = classes.filter(({ metadata }) => IS_DEFAULT.some((key) => metadata.annotations?.[key] === 'true'));
  const [first, ...others] = defaults;
  if (first === undefined)
    return {
      check,
      status: 'fail',
      message: names === '' ? 'there is no storage class' : `none of the storage classes is the default one: ${names}`,
      fix: names === '' ? 'install a provisioner' : 'name one with --storage-class, or mark one as default',
    };
  if (others.length > 0)
    return {
      check,
      status: 'warn',
      message: `several storage classes are the default one: ${defaults.map(({ metadata }) => metadata.name).join(', ')}`,
      fix: 'leave the mark on one of them, or name one with --storage-class',
    };
  return { check, status: 'ok', message: `${textOf(first)}, the default` };
}

function textOf({ metadata, provisioner, volumeBindingMode }: StorageClass): string {
  const late = volumeBindingMode === 'WaitForFirstConsumer' ? ', bound when a pod needs it' : '';
  return `${metadata.name} (${provisioner ?? 'no provisioner'}${late})`;
}
