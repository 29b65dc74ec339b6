import type { SecurityContext, SecurityProfile } from '../model/pipeline.js';
import type { Convert } from './convert.js';
import { defined } from './defined.js';
import { MapReader } from './map-reader.js';
import { optionsAt, weakFlag, weakList, weakText, weakWhole } from './weak.js';

export const readSecurityContext: Convert<SecurityContext> = (node, _label, diagnostics) => {
  const reader = MapReader.of(node, diagnostics, optionsAt('securityContext'));
  if (!reader) return undefined;
  const context = {
    privileged: reader.get('privileged', weakFlag),
    runAsNonRoot: reader.get('runAsNonRoot', weakFlag),
    runAsUser: reader.get('runAsUser', weakWhole),
    runAsGroup: reader.get('runAsGroup', weakWhole),
    fsGroup: reader.get('fsGroup', weakWhole),
    fsGroupChangePolicy: reader.get('fsGroupChangePolicy', weakText),
    seccompProfile: reader.get('seccompProfile', readProfile),
    apparmorProfile: reader.get('apparmorProfile', readProfile),
    allowPrivilegeEscalation: reader.get('allowPrivilegeEscalation', weakFlag),
    capabilities: reader.get('capabilities', readCapabilities),
  };
  reader.finish();
  return defined(context);
};

const readProfile: Convert<SecurityProfile> = (node, label, diagnostics) => {
  const reader = MapReader.of(node, diagnostics, { ...optionsAt('securityContext'), what: label });
  if (!reader) return undefined;
  const type = reader.get('type', weakText);
  const localhostProfile = reader.get('localhostProfile', weakText);
  reader.finish();
  // As in the reference implementation, a profile without a type is none.
  return type ? defined({ type, localhostProfile }) : undefined;
};

const readCapabilities: Convert<{ readonly drop?: readonly string[] }> = (node, label, diagnostics) => {
  const reader = MapReader.of(node, diagnostics, { ...optionsAt('capabilities'), what: label });
  if (!reader) return undefined;
  const drop = reader.get('drop', weakList(weakText));
  reader.finish({ add: 'capabilities can only be dropped' });
  return defined({ drop });
};
