import { UsageError } from '../errors.js';
import type { Registries } from '../model/registries.js';

const REGISTRY = /^([^=/\s]+)=([^:]+):([^:\s]+)$/;

/** The credentials that --registry names; the secrets are looked up as any others. */
export function registriesOf(given: readonly string[] = []): Registries {
  return Object.fromEntries(
    given.map((text) => {
      const [, host, username, secret] = REGISTRY.exec(text) ?? [];
      if (host !== undefined && username !== undefined && secret !== undefined)
        return [host, { username, password: { from_secret: secret } }];
      // what was typed may be a password
      throw new UsageError('--registry is not HOST=USER:SECRET', {
        code: 'wrong-value',
        hint: 'give it as registry.example=ci:registry_password, and the password with --secret registry_password',
      });
    }),
  );
}
