const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' };

/** What `platform` is where nobody wished for one. */
export const AUTO_PLATFORM = 'auto';

/** Nodes run Linux. */
export function platformProblem(text: string): string | undefined {
  return text === AUTO_PLATFORM || /^linux\/[a-z0-9_]+$/.test(text)
    ? undefined
    : 'must be auto, or a platform such as linux/amd64 or linux/arm64';
}

/** The platform asked for; else Linux on the architecture of this machine. */
export function platformOf(wish: string, architecture: string): string {
  return wish === AUTO_PLATFORM ? `linux/${ARCHITECTURES[architecture] ?? architecture}` : wish;
}
