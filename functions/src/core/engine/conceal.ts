/** Shorter ones, words and numbers would be found in innocent text, and documents would lose what is no secret. */
const MIN_LENGTH = 8;
const ORDINARY = /^(?:[a-z]+(?:[-_. ][a-z]+)*|\d+)$/i;
const MIN_ORDINARY = 16;

export const OMITTED = '<omitted>';

/** Finds secrets however they are quoted; null when there is none that is long enough. */
export function secretPattern(secrets: Iterable<string>): RegExp | null {
  const forms = new Set([...secrets].filter(isTelling).flatMap(formsOf));
  const longestFirst = [...forms].sort((a, b) => b.length - a.length).map(escaped);
  return longestFirst.length === 0 ? null : new RegExp(longestFirst.join('|'), 'gi');
}

/** The value with `instead` in place of what `pattern` finds in its texts; the same value where that is nothing. */
export function concealed<T>(value: T, pattern: RegExp, instead: string): T {
  const inside = (given: unknown): unknown => {
    if (typeof given === 'string') return given.replace(pattern, instead);
    if (Array.isArray(given)) {
      const all = given.map(inside);
      return all.some((one, index) => one !== given[index]) ? all : given;
    }
    // Dates and the like are left alone.
    if (!isPlain(given)) return given;
    const all = Object.entries(given).map(([name, one]): [string, unknown] => [
      name.replace(pattern, instead),
      inside(one),
    ]);
    return all.some(([name, one]) => one !== given[name]) ? Object.fromEntries(all) : given;
  };
  return inside(value) as T;
}

/** The value without the secrets, and without what of them is one by itself. */
export function without<T>(secrets: readonly string[], value: T): T {
  const pattern = secrets.length === 0 ? null : secretPattern(secrets.flatMap(partsOf));
  return pattern === null ? value : concealed(value, pattern, OMITTED);
}

/** So long is what of an address opens something by itself; a name or a number of it is shorter. */
const MIN_PIECE = 20;

/** The secret, and what of it is one by itself: the password or the pieces of an address, the private key in a JSON key. */
export function partsOf(secret: string): string[] {
  const url = URL.parse(secret.trim());
  const fields = secret.trimStart().startsWith('{') ? privateFields(secret) : [];
  const pieces = url === null ? [] : [...url.pathname.split('/'), ...url.searchParams.values()];
  const telling = pieces.filter((piece) => piece.length >= MIN_PIECE);
  const password = url?.password ?? '';
  return [secret.trim(), password, decoded(password), ...telling.flatMap((one) => [one, decoded(one)]), ...fields];
}

function privateFields(json: string): string[] {
  try {
    return Object.entries(JSON.parse(json)).flatMap(([name, value]) =>
      name.startsWith('private') && typeof value === 'string' ? [value.trim()] : [],
    );
  } catch {
    return [];
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function isTelling(secret: string): boolean {
  return secret.length >= (ORDINARY.test(secret) ? MIN_ORDINARY : MIN_LENGTH);
}

/** Half of a secret shorter than this says too little, and would be found in innocent text. */
const MIN_HALVED = 32;

/** As it stands, half of it, backwards, in an address, in JSON, and as base64 wherever it begins. */
function formsOf(secret: string): string[] {
  const inBase64 = [0, 1, 2].map((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
    const whole = bytes.toString('base64').replace(/=+$/, '');
    // The first and the last sign also depend on what stands around it.
    return whole.slice(Math.ceil((offset * 4) / 3), bytes.length % 3 === 0 ? undefined : -1);
  });
  const forUrl = inBase64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  const hex = Buffer.from(secret).toString('hex');
  const inJson = JSON.stringify(secret).slice(1, -1);
  const middle = Math.floor(secret.length / 2);
  const halves = secret.length < MIN_HALVED ? [] : [secret.slice(0, middle), secret.slice(middle)];
  const backwards = [...secret].reverse().join('');
  const quoted = [encodeURIComponent(secret), inJson, inJson.replaceAll('/', '\\/')];
  return [secret, ...halves, backwards, ...quoted, hex, ...inBase64, ...forUrl];
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype;
}
