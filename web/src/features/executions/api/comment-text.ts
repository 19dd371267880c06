import { mentionsIn, type Nameable } from '@model/mention.ts';
import type { Mention } from '../../../lib/use-mention.ts';

/** A part of a comment. What is no mark of ours is text, HTML too. */
export type CommentPart =
  | { readonly kind: 'text' | 'bold' | 'code' | 'link'; readonly text: string }
  | { readonly kind: 'mention'; readonly text: string; readonly uids: readonly string[] };

const MARKS = /\*\*(?<bold>[^*\n]+)\*\*|`(?<code>[^`\n]+)`|(?<link>https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)])/giu;

/** A comment in its parts: `**bold**`, `` `code` ``, addresses of the web, and who is named in it. */
export function commentParts(text: string, people: readonly Nameable[]): CommentPart[] {
  const parts: CommentPart[] = [];
  let at = 0;
  for (const match of text.matchAll(MARKS)) {
    parts.push(...named(text.slice(at, match.index), people));
    const [kind, inner] = Object.entries(match.groups ?? {}).find(([, found]) => found !== undefined) ?? [];
    if (kind === 'bold' || kind === 'code' || kind === 'link') parts.push({ kind, text: inner ?? '' });
    at = match.index + match[0].length;
  }
  return [...parts, ...named(text.slice(at), people)];
}

function named(text: string, people: readonly Nameable[]): CommentPart[] {
  const parts: CommentPart[] = [];
  let at = 0;
  for (const { from, to, people: who } of mentionsIn(text, people)) {
    if (from > at) parts.push({ kind: 'text', text: text.slice(at, from) });
    parts.push({ kind: 'mention', text: text.slice(from, to), uids: who.map(({ uid }) => uid) });
    at = to;
  }
  return at < text.length ? [...parts, { kind: 'text', text: text.slice(at) }] : parts;
}

/** At the end of what stands before the caret; names have up to three words. */
const TYPED = /(?:^|[\s(])@([\p{L}\p{N}.’'-]*(?: [\p{L}\p{N}.’'-]*){0,2})$/u;
const MOST = 6;

/** Whom the `@` right before the caret may mean still: people one of whose names begins so. */
export function personAt<P extends Nameable>(people: readonly P[], text: string, caret: number): Mention<P> | null {
  const [, typed] = TYPED.exec(text.slice(0, caret)) ?? [];
  if (typed === undefined) return null;
  const begun = typed.toLowerCase();
  const fits = ({ name }: P) => {
    const whole = name.trim().toLowerCase();
    return whole !== '' && whole !== begun.trimEnd() && ` ${whole}`.includes(` ${begun}`);
  };
  const options = people.filter(fits).slice(0, MOST);
  return options.length === 0 ? null : { from: caret - typed.length - 1, options };
}
