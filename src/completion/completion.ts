/** A flag as a shell completes it. */
export interface CompletedFlag {
  /** `--output`, `-o` */
  readonly names: readonly string[];
  readonly text: string;
  /** What its value may be; absent: it takes none. */
  readonly value?: { readonly type: 'words'; readonly words: readonly string[] } | { readonly type: 'file' } | { readonly type: 'any' };
  /** True where its value is always attached: `--local=process`. */
  readonly isAttached: boolean;
}

/** A command as a shell completes it. */
export interface CompletedCommand {
  readonly name: string;
  readonly text: string;
  /** What its argument may be; absent: it takes files. */
  readonly choices?: readonly string[];
  readonly flags: readonly CompletedFlag[];
}
