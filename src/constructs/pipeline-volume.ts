import type { Size } from 'cdk8s';
import { Construct } from 'constructs';
import { KubePersistentVolumeClaim, Quantity } from '../../imports/k8s.js';
import { InternalError } from '../errors.js';
import { isObjectName } from '../model/kubernetes-names.js';
import { isQuantity } from '../model/quantity.js';
import { type AccessMode, PipelineContext } from './pipeline-context.js';

/** Properties of {@link PipelineVolume}. */
export interface PipelineVolumeProps {
  /**
   * Size of the volume: a `Size`, or a Kubernetes quantity such as `10G`.
   *
   * @default - the agent's `volumeSize`, 10G
   */
  readonly size?: Size | string;

  /**
   * Storage class of the claim.
   *
   * @default - the agent's `storageClass`, else the cluster's default class
   */
  readonly storageClass?: string;

  /**
   * `ReadWriteMany` lets the steps run on any node; `ReadWriteOnce` binds them all to one.
   *
   * @default - ReadWriteMany, or what the agent's `storageRwx` says
   */
  readonly accessMode?: AccessMode;

  /**
   * Name of a claim that exists, to use in place of a temporary one; it stays when the run ends.
   *
   * @default - a claim of the run's own
   */
  readonly existingClaim?: string;
}

/** The volume of a pipeline: a claim, or `none` where no step needs the files of another: each has an empty folder of its own then. */
export type PipelineVolumeOption = PipelineVolumeProps | 'none';

/** The temporary claim that carries the workspace from step to step. */
export class PipelineVolume extends Construct {
  private readonly own?: KubePersistentVolumeClaim;

  constructor(scope: Construct, id: string, option: PipelineVolumeOption = {}) {
    super(scope, id);
    const { metadata, props: pipeline } = PipelineContext.of(this);
    if (option === 'none') {
      pipeline.run.include(option);
      return;
    }
    const { existingClaim, ...props } = option;
    if (existingClaim !== undefined) {
      pipeline.run.include(existingClaim);
      this.node.addValidation({ validate: () => existingProblems(existingClaim, props) });
      return;
    }
    const size = typeof props.size === 'object' ? props.size.asString() : (props.size ?? pipeline.settings.volumeSize);
    const claim = new KubePersistentVolumeClaim(this, 'claim', {
      metadata,
      spec: {
        accessModes: [pipeline.accessMode],
        storageClassName: props.storageClass ?? pipeline.settings.storageClass,
        resources: { requests: { storage: Quantity.fromString(size) } },
      },
    });
    this.own = pipeline.run.named(claim);
    pipeline.run.include(props.storageClass, size);
    this.node.addValidation({ validate: () => (isQuantity(size) ? [] : [`volume size "${size}" is not a quantity such as 10G or 500Mi`]) });
  }

  /**
   * The temporary claim.
   *
   * @throws InternalError where the pipeline uses a claim that exists, or none
   */
  get claim(): KubePersistentVolumeClaim {
    if (this.own === undefined) throw new InternalError(`"${this.node.path}" has no claim of its own`);
    return this.own;
  }
}

function existingProblems(claim: string, { size, storageClass }: PipelineVolumeProps): string[] {
  return [
    ...(isObjectName(claim) ? [] : [`"${claim}" is not the name of a PersistentVolumeClaim`]),
    ...(size === undefined && storageClass === undefined ? [] : [`the claim "${claim}" exists: it has a size and a storage class already`]),
  ];
}
