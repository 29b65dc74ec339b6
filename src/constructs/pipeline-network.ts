import { Construct } from 'constructs';
import { KubeService } from '../../imports/k8s.js';
import { PIPELINE_LABEL, RUN_LABEL } from '../contract/annotations.js';
import { PipelineContext } from './pipeline-context.js';

/** The headless Service that gives every pod of a pipeline a host name: that of its step. */
export class PipelineNetwork extends Construct {
  readonly service: KubeService;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { metadata, labels, props } = PipelineContext.of(this);
    const selector = Object.fromEntries([RUN_LABEL, PIPELINE_LABEL].map((key) => [key, labels[key] ?? '']));
    const service = new KubeService(this, 'service', {
      // a service is found before its readiness probe passes: whoever waits for it needs the name
      metadata,
      spec: { clusterIp: 'None', publishNotReadyAddresses: true, selector },
    });
    this.service = props.run.named(service);
  }
}
