/** What a step reads from its standard input. */
export interface StepInput {
  /** Writes all of it; `nonce` is what the step knows the runner by. Called again where nobody has read what was written. */
  send(write: (bytes: string | Uint8Array) => Promise<void>, nonce: string): Promise<void>;
}
