import type { Value } from '../model/pipeline.js';

/** How the text of a variable is made of its template. */
export type SecretEncoding = 'plain' | 'json';

/** A variable whose value holds secrets: `{ from_secret: name }` nodes stand for their values. */
export interface SecretTemplate {
  readonly template: Value;
  readonly encoding: SecretEncoding;
}

/** Key of a pull secret's only value. */
export const DOCKER_CONFIG_KEY = '.dockerconfigjson';

/** The annotation `podline.dev/secrets`: variable → template. */
export type SecretTemplates = Readonly<Record<string, SecretTemplate>>;
