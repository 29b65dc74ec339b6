import { type Container, Quantity } from '../../imports/k8s.js';
import type { AgentSettings } from '../model/agent-settings.js';

/** The container that Woodpecker 3 makes the working directory with, where a step is not root and works below a volume. */
export function permissionInit(
  { name, workingDir, volumeMounts = [] }: Container,
  { runAsUser, settings }: { readonly runAsUser?: number; readonly settings: AgentSettings },
): Container[] | undefined {
  if (settings.compat === undefined || !runAsUser || workingDir === undefined) return undefined;
  const mounts = volumeMounts.filter(({ mountPath }) => workingDir.startsWith(`${mountPath}/`));
  if (mounts.length === 0) return undefined;
  const room = { cpu: Quantity.fromString('5m'), memory: Quantity.fromString('12Mi') };
  return [
    {
      name: `init-${name}`,
      image: settings.permissionInitImage,
      imagePullPolicy: 'Always',
      args: ['mkdir', '-p', workingDir],
      resources: { requests: room, limits: room },
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
      volumeMounts: mounts,
    },
  ];
}
