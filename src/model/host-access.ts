/** Access to the node that a pod runs on, by the name of the pod's field. */
export const HOST_ACCESS = ['hostPath', 'hostNetwork', 'hostPID', 'hostIPC'] as const;

export type HostAccess = (typeof HOST_ACCESS)[number];
