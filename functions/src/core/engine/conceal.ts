/** Shorter ones, words and numbers would be found in innocent text, and documents would lose what is no secret. */
const MIN_LENGTH = 8;
const ORDINARY = /^(?:[a-z]+(?:[-_. ][a-z]+)*|\d+)$/i;
const MIN_ORDINARY = 16;

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
    const all = Object.entries(given).map(([name, one]): [string, unknown] => [name, inside(one)]);
    return all.some(([name, one]) => one !== given[name]) ? Object.fromEntries(all) : given;
  };
  return inside(value) as T;
}

function isTelling(secret: string): boolean {
  return secret.length >= (ORDINARY.test(secret) ? MIN_ORDINARY : MIN_LENGTH);
}

/** As it stands, in an address, in JSON, and as base64 wherever it begins. */
function formsOf(secret: string): string[] {
  const inBase64 = [0, 1, 2].map((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
    const whole = bytes.toString('base64').replace(/=+$/, '');
    // The first and the last sign also depend on what stands around it.
    return whole.slice(Math.ceil((offset * 4) / 3), bytes.length % 3 === 0 ? undefined : -1);
  });
  const forUrl = inBase64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  const hex = Buffer.from(secret).toString('hex');
  return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), hex, ...inBase64, ...forUrl];
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype;
}
