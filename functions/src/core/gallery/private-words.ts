/** What in a text may be somebody's own, by the look of it. All are global expressions: use them with `matchAll` or `replaceAll`. */
export const EMAIL = /(?<![\p{L}\p{N}._%+'-])[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
export const PHONE =
  /(?<![\w.])(?:\+\d(?:[\s().\-/]?\d){7,14}|\(\d{3}\)\s?\d{3}[-.\s]\d{4}|\d{3}[-.]\d{3}[-.]\d{4})(?!\w)/g;
export const ADDRESS = /https?:\/\/[^\s"'<>\])}]+/gi;
/** Keys as vendors write them, and what stands behind `Bearer`. Bounded, so that no text takes long. */
export const KEY =
  /(?<![A-Za-z0-9])(?:(?:sk|rk|pk)_(?:live|test)_\w{8,}|sk-[\w-]{16,}|whsec_[\w+/=]{8,}|xox[abeprs]-[\w-]{8,}|gh[pousr]_\w{16,}|github_pat_\w{16,}|glpat-[\w-]{16,}|AKIA[A-Z0-9]{12,}|AIza[\w-]{20,}|SG\.[\w-]{8,99}\.[\w-]{8,}|shp(?:at|ss|ca|pa)_[a-fA-F0-9]{16,}|pbk_live_\w{8,}|eyJ[\w-]{8,999}\.[\w-]{8,})|(?<=\b(?:Bearer|Basic|Token)\s{1,3})[\w.~+/=-]{8,}/g;
const LONG = /[\w+/=-]{24,}/g;
/** Names of params that hold what opens something. */
const SECRET_NAME =
  /pass(word|phrase|code)|secret|^token$|[-_]token$|(api|access|private)[-_]?key|authorization|cookie|credential/i;
const SECRET_QUERY = /[?&](key|token|sig|signature|auth|secret|password|api_?key|access_?token)=/i;
/** Addresses that let in whoever knows them. */
const SECRET_PLACE =
  /^(hooks\.slack\.com|hooks\.zapier\.com|hook\.[\w-]+\.make\.com|(?:\w+\.)?discord(app)?\.com\/api\/webhooks|[\w.-]*webhook\.office\.com|api\.telegram\.org\/bot)|\/api\/hooks\//i;

export const isSecretName = (name: string): boolean => SECRET_NAME.test(name);

/** Long texts that no person has thought up: keys, and ids of documents. */
export function randomWords(text: string): string[] {
  return [...text.matchAll(LONG)].map(([word]) => word).filter(isRandom);
}

const MIN_BITS = 3.6;

function isRandom(word: string): boolean {
  if (!/\d/.test(word) || !/[A-Za-z]/.test(word)) return false;
  // Names put together of words: `weekly_report_2026_for_all_shops`.
  const longest = Math.max(
    ...word.split(/[_\-/+=]/).map((part) => (/\d/.test(part) && /[A-Za-z]/.test(part) ? part.length : 0)),
  );
  return longest >= 16 && entropy(word) >= MIN_BITS;
}

/** In bits a letter. */
function entropy(word: string): number {
  const counts = new Map<string, number>();
  for (const letter of word) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / word.length) * Math.log2(count / word.length), 0);
}

/** Whether a web address is of one of these hosts, inside of a network, or a secret by itself. */
export function isPrivateAddress(address: string, hosts: readonly string[]): boolean {
  const host = hostOf(address);
  if (host === null || !host.includes('.') || /^[\d.]+$|^\[/.test(host) || /\.(local|internal|lan)$/.test(host))
    return true;
  if (hosts.some((one) => host === one || host.endsWith(`.${one}`))) return true;
  const rest = address.replace(/^https?:\/\//i, '');
  return /^[^/]*@/.test(rest) || SECRET_QUERY.test(rest) || SECRET_PLACE.test(rest) || randomWords(rest).length > 0;
}

/** In small letters; null where it is no address. */
export function hostOf(address: string): string | null {
  return /^https?:\/\/(?:[^/@\s]*@)?(\[[^\]]*\]|[^/:?#\s]+)/i.exec(address)?.[1]?.toLowerCase() ?? null;
}

/** A word or several that stand by themselves. */
export function wordsPattern(words: string, flags = 'gu'): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}_])${words.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\p{N}_])`, flags);
}
