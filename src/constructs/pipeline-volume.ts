import type { Size } from 'cdk8s';
import { Construct } from 'constructs';
import { KubePersistentVolumeClaim, Quantity } from '../../imports/k8s.js';
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
}

/** The temporary claim that carries the workspace from step to step. */
export class PipelineVolume extends Construct {
  readonly claim: KubePersistentVolumeClaim;

  constructor(scope: Construct, id: string, props: PipelineVolumeProps = {}) {
    super(scope, id);
    const { metadata, props: pipeline } = PipelineContext.of(this);
    const size = typeof props.size === 'object' ? props.size.asString() : (props.size ?? pipeline.settings.volumeSize);
    const claim = new KubePersistentVolumeClaim(this, 'claim', {
      metadata,
      spec: {
        accessModes: [pipeline.accessMode],
        storageClassName: props.storageClass ?? pipeline.settings.storageClass,
        resources: { requests: { storage: Quantity.fromString(size) } },
      },
    });
    this.claim = pipeline.run.named(claim);
    pipeline.run.include(props.storageClass, size);
    this.node.addValidation({ validate: () => (isQuantity(size) ? [] : [`volume size "${size}" is not a quantity such as 10G or 500Mi`]) });
  }
}
