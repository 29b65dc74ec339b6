import type { AgentSettings } from '../model/agent-settings.js';
import type { Metadata } from '../model/metadata.js';
import type { Diagnostics } from './diagnostics.js';
import type { Span } from './source.js';

/** What a container is called, unless it has a `name` of its own, and where that stands. */
export interface Place {
  readonly area: 'clone step' | 'service' | 'step';
  readonly name: string;
  readonly at: Span;
}

/** What a reader of containers needs to know beside the text. */
export interface ReadContext {
  readonly diagnostics: Diagnostics;
  /** Of the agent: what it allows a step. */
  readonly settings: AgentSettings;
  /** What the repository is trusted with. */
  readonly trusted: Metadata['repository']['trusted'];
  readonly trustedCloneImages: readonly string[];
  readonly privilegedImages: readonly string[];
}
