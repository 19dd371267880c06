const NOTE = '… (cut here)';

export interface CutText {
  readonly text: string;
  readonly isCut: boolean;
}

/** Text of at most `max` UTF-16 units: what is longer ends between two characters, with a note that it does. */
export function cutText(text: string, max: number): CutText {
  if (text.length <= max) return { text, isCut: false };
  const end = Math.max(0, max - NOTE.length);
  const last = text.codePointAt(end - 1) ?? 0;
  const whole = last > 0xffff ? end - 1 : end;
  return { text: `${text.slice(0, whole).trimEnd()}${NOTE}`, isCut: true };
}

const LINK = /(https?:\/\/[^\s<>]+)/;

/** Applies `change` to whatever is no web address: a mark put into one would lead elsewhere. */
export function outsideLinks(text: string, change: (part: string) => string): string {
  return text
    .split(LINK)
    .map((part, at) => (at % 2 === 1 ? part : change(part)))
    .join('');
}
