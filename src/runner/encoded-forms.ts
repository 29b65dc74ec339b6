/** Characters that encoders of URLs leave as they are: of components, of RFC 3986, of paths, of forms. */
const URL_ENCODERS: readonly { readonly kept: RegExp; readonly space?: string }[] = [
  { kept: /[A-Za-z0-9\-_.!~*'()]/ },
  { kept: /[A-Za-z0-9\-_.~]/ },
  { kept: /[A-Za-z0-9\-_.~/]/ },
  { kept: /[A-Za-z0-9\-_.*]/, space: '+' },
  { kept: /[A-Za-z0-9\-_.~]/, space: '+' },
];

/** Columns at which `base64` and `openssl base64` break lines. */
const WRAPS = [76, 64];

/** How a text may stand in a log: as it is, in base64 wherever it begins in what was encoded, in a URL, in JSON. */
export function encodedForms(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  return [text, ...base64Forms(bytes).flatMap(bothAlphabets), ...urlForms(bytes), ...jsonForms(text)];
}

/** The lines of a long text in base64. */
export function wrappedForms(text: string): readonly string[] {
  const whole = base64Core(Buffer.from(text), 0);
  return WRAPS.flatMap((columns) => (whole.length > columns ? (whole.match(new RegExp(`.{1,${columns}}`, 'g')) ?? []) : []));
}

function base64Forms(bytes: Buffer): readonly string[] {
  return [bytes.toString('base64'), ...[0, 1, 2].map((before) => base64Core(bytes, before))];
}

/** The characters that the bytes alone decide when so many bytes (of a group of three) come before them. */
function base64Core(bytes: Buffer, before: number): string {
  const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
  return encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
}

function bothAlphabets(encoded: string): readonly string[] {
  return [encoded, encoded.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')];
}

function urlForms(bytes: Buffer): readonly string[] {
  const characters = Array.from(bytes, (byte) => ({ character: String.fromCharCode(byte), hex: byte.toString(16).padStart(2, '0') }));
  return URL_ENCODERS.flatMap(({ kept, space }) => {
    const encode = (hexCase: (hex: string) => string) =>
      characters
        .map(({ character, hex }) => {
          if (character === ' ' && space) return space;
          return kept.test(character) ? character : `%${hexCase(hex)}`;
        })
        .join('');
    return [encode((hex) => hex.toUpperCase()), encode((hex) => hex)];
  });
}

function jsonForms(text: string): readonly string[] {
  const json = JSON.stringify(text).slice(1, -1);
  const escaped = (characters: RegExp) =>
    json.replaceAll(characters, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return [json, escaped(/[<>&\u2028\u2029]/g), escaped(/[^\0-\x7f]/g), json.replaceAll('/', '\\/')];
}
