/** The folder that a workflow is written for. */
export interface Project {
  /** Names of what is in it. */
  readonly files: readonly string[];
  /** What stands in the file by which it is known. */
  readonly text: string;
}

/** What a workflow begins with. */
export interface Starter {
  readonly image: string;
  /** Commands of each step. */
  readonly steps: Readonly<Record<string, readonly string[]>>;
}
