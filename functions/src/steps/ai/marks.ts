/** What a translation has to leave as it is. */
const MARKS: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['The link', /\bhttps?:\/\/[^\s"'<>()[\]]+[^\s"'<>()[\].,;:!?]/gi],
  ['The e-mail address', /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g],
  ['The placeholder', /\{\{[^{}]+\}\}|\{[A-Za-z_][\w.]*\}|%(?:\d+\$)?[sd](?![A-Za-z])/g],
  ['The tag', /<\/?[a-z][a-z0-9]*(?=[\s/>])/gi],
  ['The code', /`[^`\n]+`/g],
];
/** Line by line: what makes a heading, a list, a quotation. */
const BLOCKS: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['headings', /^#{1,6} /gm],
  ['list items', /^\s*(?:[-*+]|\d+\.) /gm],
  ['quotations', /^> /gm],
  ['bold passages', /\*\*[^*\n]+\*\*/g],
];

/** What has changed between a text and its translation that must not, in words for whoever translates again. */
export function changedMarks(text: string, translated: string): string[] {
  const marks = MARKS.flatMap(([what, pattern]) => {
    const before = counted(text, pattern);
    const after = counted(translated, pattern);
    const all = new Set([...before.keys(), ...after.keys()]);
    return [...all].flatMap((mark) => {
      const missing = (before.get(mark) ?? 0) - (after.get(mark) ?? 0);
      if (missing === 0) return [];
      return [
        missing > 0 ? `${what} ${mark} is missing: keep it` : `${what} ${mark} was not in the text: leave it out`,
      ];
    });
  });
  const blocks = BLOCKS.flatMap(([what, pattern]) => {
    const before = text.match(pattern)?.length ?? 0;
    const after = translated.match(pattern)?.length ?? 0;
    return before === after ? [] : [`There were ${before} ${what}, and now there are ${after}`];
  });
  return [...marks, ...blocks];
}

function counted(text: string, pattern: RegExp): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [mark] of text.matchAll(pattern)) counts.set(mark, (counts.get(mark) ?? 0) + 1);
  return counts;
}
