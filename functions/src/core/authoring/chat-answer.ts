import type { ChatPart } from '../../model/chat-part.ts';

const MAX_PARTS = 150;
const MAX_TEXT = 20_000;
/** In bytes. A document of Firestore holds a megabyte; the entries need room, too. */
const MAX_LENGTH = 500_000;

/** The parts of an answer with one more: text is joined to the text before, and a tool tells how it went in its place. */
export function withPart(parts: readonly ChatPart[], part: ChatPart): ChatPart[] {
  const last = parts.at(-1);
  if (part.type === 'text' && last?.type === 'text') {
    return [...parts.slice(0, -1), { type: 'text', text: (last.text + part.text).slice(0, MAX_TEXT) }];
  }
  if (part.type === 'tool') {
    const at = parts.findIndex((one) => one.type === 'tool' && one.callId === part.callId);
    if (at >= 0) return parts.toSpliced(at, 1, part);
  }
  const isTooMuch = parts.length >= MAX_PARTS || Buffer.byteLength(JSON.stringify([parts, part])) > MAX_LENGTH;
  if (isTooMuch && part.type !== 'text') return [...parts];
  return [...parts, part.type === 'text' ? { type: 'text', text: part.text.slice(0, MAX_TEXT) } : part];
}

/** What has come to an answer since it was looked at last: the rest of a text, parts that are new or tell otherwise now. */
export function partsSince(seen: readonly ChatPart[], now: readonly ChatPart[]): ChatPart[] {
  return now.flatMap((part, at) => {
    const before = seen[at];
    if (before === undefined) return [part];
    if (part.type === 'text' && before.type === 'text') {
      const rest = part.text.slice(before.text.length);
      return rest === '' ? [] : [{ type: 'text', text: rest }];
    }
    return JSON.stringify(before) === JSON.stringify(part) ? [] : [part];
  });
}
