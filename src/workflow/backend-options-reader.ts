import type { AgentSettings } from '../model/agent-settings.js';
import { KUBERNETES_OPTIONS } from '../model/kubernetes-option-shapes.js';
import type { KubernetesOptions } from '../model/kubernetes-options.js';
import { allowedOptions, closedOptions, refusals } from '../model/option-gates.js';
import { patchAccess } from '../model/pod-patch.js';
import { TOLERATION } from '../model/scheduling-shapes.js';
import { jsonOf, type ObjectShape, type Shape } from '../model/shape.js';
import { uncheckedObject } from '../model/unchecked-shape.js';
import type { Convert } from './convert.js';
import { defined } from './defined.js';
import type { Diagnostics } from './diagnostics.js';
import { MapReader } from './map-reader.js';
import { type ObjectHook, readShape } from './shape-reader.js';

/** Reads `backend_options`: those of Kubernetes; the options of other backends mean nothing here. */
export function readBackendOptions(settings: AgentSettings): Convert<KubernetesOptions> {
  return (node, label, diagnostics) => {
    const reader = MapReader.of(node, diagnostics, { what: label });
    if (!reader) return undefined;
    const { compat } = settings;
    const shape = compat === undefined ? KUBERNETES_OPTIONS : asSent(closedOptions(settings));
    const hooks = hooksOf(shape, { settings, diagnostics });
    // what is read by the shape of the type is of the type
    const options = reader.get('kubernetes', readShape(shape, { path: 'kubernetes', compat, hooks })) as KubernetesOptions | undefined;
    reader.ignore('docker', 'local');
    reader.finish();
    return options;
  };
}

/** What podline is compatible with does not look at options that it does not allow, nor at what Kubernetes takes of the others. */
function asSent(closed: readonly string[]): ObjectShape {
  const anything = jsonOf(() => undefined);
  const shape = uncheckedObject(KUBERNETES_OPTIONS);
  const fields = Object.entries(shape.fields).map(([key, field]) => [key, closed.includes(key) ? { shape: anything } : field] as const);
  return { ...shape, fields: Object.fromEntries(fields) };
}

function hooksOf(
  shape: ObjectShape,
  { settings, diagnostics }: { readonly settings: AgentSettings; readonly diagnostics: Diagnostics },
): ReadonlyMap<Shape, ObjectHook> {
  const refuse: ObjectHook = (options, reader) => {
    for (const { option, message, hint } of refusals(options, settings)) {
      const at = reader.keySpan(option);
      if (at) diagnostics.error({ code: 'not-allowed', message, at, hint });
    }
    const at = reader.keySpan('podPatch');
    const { podPatch } = options as KubernetesOptions;
    const asked = at && podPatch ? patchAccess(podPatch).filter((access) => !settings.allow.includes(access)) : [];
    for (const access of asked) {
      const message = `"kubernetes.podPatch" asks for ${access}, which is not allowed`;
      if (at) diagnostics.error({ code: 'host-access', message, at, hint: `if you trust the file: --allow ${access}` });
    }
    return settings.compat === undefined ? options : { ...allowedOptions(options, settings) };
  };
  const dropSeconds: ObjectHook = (toleration, reader) => {
    const at = reader.keySpan('tolerationSeconds');
    if (!at || toleration.effect === 'NoExecute' || settings.compat !== undefined) return toleration;
    diagnostics.warn({
      code: 'toleration-seconds',
      message: '"tolerationSeconds" is left out: Kubernetes takes it with the effect NoExecute only',
      at,
      hint: 'remove it, or set the effect NoExecute',
    });
    return defined({ ...toleration, tolerationSeconds: undefined });
  };
  return new Map<Shape, ObjectHook>([
    [shape, refuse],
    [TOLERATION, dropSeconds],
  ]);
}
