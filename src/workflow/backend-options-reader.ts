import type { KubernetesOptions, NativeSecret, Resources, Toleration } from '../model/pipeline.js';
import { isQuantity } from '../model/quantity.js';
import { type Convert, mapOf, wrongType } from './convert.js';
import { defined } from './defined.js';
import { MapReader } from './map-reader.js';
import { isNull, type Node } from './node.js';
import { readSecurityContext } from './security-context-reader.js';
import { optionsAt, weakFlag, weakList, weakText, weakTextMap, weakWhole } from './weak.js';

/** Reads `backend_options`: those of Kubernetes; the options of other backends mean nothing here. */
export const readBackendOptions: Convert<KubernetesOptions> = (node, label, diagnostics) => {
  const reader = MapReader.of(node, diagnostics, { what: label });
  if (!reader) return undefined;
  const options = reader.get('kubernetes', readKubernetesOptions);
  reader.ignore('docker', 'local');
  reader.finish();
  return options;
};

const readKubernetesOptions: Convert<KubernetesOptions> = (node, _label, diagnostics) => {
  const reader = MapReader.of(node, diagnostics, optionsAt('kubernetes'));
  if (!reader) return undefined;
  const options = {
    resources: reader.get('resources', readResources),
    runtimeClassName: reader.get('runtimeClassName', weakText),
    serviceAccountName: reader.get('serviceAccountName', weakText),
    labels: reader.get('labels', weakTextMap),
    annotations: reader.get('annotations', weakTextMap),
    nodeSelector: reader.get('nodeSelector', weakTextMap),
    tolerations: reader.get('tolerations', weakList(readToleration)),
    affinity: reader.get('affinity', readAffinity),
    securityContext: reader.get('securityContext', readSecurityContext),
    secrets: reader.get('secrets', weakList(readNativeSecret)),
    workspaceVolume: reader.get('workspaceVolume', weakFlag),
    hostUsers: reader.get('hostUsers', weakFlag),
  };
  reader.finish();
  return defined(options);
};

const readResources: Convert<Resources> = (node, _label, diagnostics) => {
  const reader = MapReader.of(node, diagnostics, optionsAt('resources'));
  if (!reader) return undefined;
  const resources = { requests: reader.get('requests', mapOf(quantity)), limits: reader.get('limits', mapOf(quantity)) };
  reader.finish();
  return defined(resources);
};

const quantity: Convert<string> = (node, label, diagnostics) => {
  const text = weakText(node, label, diagnostics);
  if (text === undefined || isQuantity(text)) return text;
  const hint = 'write it as 500m or 2 for processors, as 400Mi or 2G for memory';
  diagnostics.error({ code: 'bad-quantity', message: `${label} must be a quantity, not "${text}"`, at: node.span, hint });
  return undefined;
};

const readToleration: Convert<Toleration> = (node, label, diagnostics) => {
  const reader = MapReader.of(node, diagnostics, { ...optionsAt('tolerations'), what: label });
  if (!reader) return undefined;
  const toleration = {
    key: reader.get('key', weakText),
    operator: reader.get('operator', weakText),
    value: reader.get('value', weakText),
    effect: reader.get('effect', weakText),
    tolerationSeconds: reader.get('tolerationSeconds', weakWhole),
  };
  reader.finish();
  const seconds = reader.keySpan('tolerationSeconds');
  if (!seconds || toleration.effect === 'NoExecute') return defined(toleration);
  diagnostics.warn({
    code: 'toleration-seconds',
    message: '"tolerationSeconds" is left out: Kubernetes takes it with the effect NoExecute only',
    at: seconds,
    hint: 'remove it, or set the effect NoExecute',
  });
  return defined({ ...toleration, tolerationSeconds: undefined });
};

const readNativeSecret: Convert<NativeSecret> = (node, label, diagnostics) => {
  const reader = MapReader.of(node, diagnostics, { ...optionsAt('secrets'), what: label });
  if (!reader) return undefined;
  const name = reader.get('name', weakText);
  const secret = { key: reader.get('key', weakText), target: reader.get('target', readTarget) };
  reader.finish();
  if (name) return defined({ name, ...secret });
  diagnostics.error({ code: 'missing-key', message: `${label} has no "name"`, at: node.span, hint: 'name a Secret of the namespace' });
  return undefined;
};

const readTarget: Convert<{ readonly env?: string; readonly file?: string }> = (node, _label, diagnostics) => {
  const reader = MapReader.of(node, diagnostics, optionsAt('target'));
  if (!reader) return undefined;
  const target = { env: reader.get('env', weakText), file: reader.get('file', weakText) };
  reader.finish();
  return defined(target);
};

const readAffinity: Convert<Readonly<Record<string, unknown>>> = (node, label, diagnostics) => {
  if (node.kind !== 'map') return wrongType({ node, label, expected: 'a map' }, diagnostics);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key.text, affinityValue(value, key.text)]));
};

/** All scalars of an affinity are text but its weights. */
function affinityValue(node: Node, key: string): unknown {
  if (node.kind === 'map')
    return Object.fromEntries(node.entries.map((entry) => [entry.key.text, affinityValue(entry.value, entry.key.text)]));
  if (node.kind === 'list') return node.items.map((item) => affinityValue(item, key));
  if (isNull(node)) return null;
  return key === 'weight' ? Number(node.text) : node.text;
}
