/** Somebody who can be named in a text. */
export interface Nameable {
  readonly uid: string;
  readonly name: string;
}

/** A place in a text where somebody is named: `@` and the name, from `from` until before `to`. */
export interface Mention<P extends Nameable> {
  readonly from: number;
  readonly to: number;
  /** Several where several bear that name. */
  readonly people: readonly P[];
}

const BEFORE = /[\s([{"'“‘„,;:–—-]/u;
const WORD = /[\p{L}\p{N}_]/u;

/**
 * Who is named in a text, in its order. A name counts whatever its case, as a whole, and behind a space or the like:
 * `sam@shop` names nobody. Of names that begin alike the longest is meant: `@Ada Lane` is not Ada.
 */
export function mentionsIn<P extends Nameable>(text: string, people: readonly P[]): Mention<P>[] {
  const byName = new Map<string, P[]>();
  for (const person of people) {
    const name = person.name.trim().toLowerCase();
    if (name !== '') byName.set(name, [...(byName.get(name) ?? []), person]);
  }
  const names = [...byName.keys()].toSorted((a, b) => b.length - a.length);
  const found: Mention<P>[] = [];
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    if (at > 0 && !BEFORE.test(text.charAt(at - 1))) continue;
    const name = names.find((one) => isAt(text, at + 1, one));
    if (name === undefined) continue;
    found.push({ from: at, to: at + 1 + name.length, people: byName.get(name) ?? [] });
  }
  return found;
}

function isAt(text: string, at: number, name: string): boolean {
  const end = at + name.length;
  return text.slice(at, end).toLowerCase() === name && !WORD.test(text.charAt(end));
}
