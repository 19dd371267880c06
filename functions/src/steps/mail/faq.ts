import { z } from 'zod';

/** So long a mail says more than one question does: a person reads it. */
const MAX_WORDS = 80;
const MIN_STEM = 4;
/** Words that tell no question from another. */
const COMMON = new Set(
  'the and for with have has does did can could would will from this that there about any who why what when where which how are you your our was were been not but yes please hello dear thanks thank get give need want know much many is it in on at to of do we us me my be or if so as by an'.split(
    ' ',
  ),
);

/** Questions that come again and again, each with the one answer that the business gives. */
export const faqsParam = z
  .array(
    z.strictObject({
      question: z.string().trim().min(3).max(100),
      answer: z.string().trim().min(1).max(5_000),
    }),
  )
  .max(30);
export type Faq = z.infer<typeof faqsParam>[number];

/** What whoever wrote the mail says himself, without what he quotes and without his signature. */
export function ownText(text: string): string {
  const lines = text.split(/\r?\n/);
  const end = lines.findIndex((line) => /^(-- ?|-{3,}.*|_{5,}|(On|Am|El|Le) .{6,120}:)$/.test(line.trim()));
  const own = end < 0 ? lines : lines.slice(0, end);
  return own
    .filter((line) => !line.trim().startsWith('>'))
    .join('\n')
    .trim();
}

/** The one question whose words a short text holds, all or nearly all of them; null where none does, or two do as well. */
export function faqIn(faqs: readonly Faq[], text: string): Faq | null {
  const said = wordsOf(text);
  if (said.length > MAX_WORDS) return null;
  const fits = faqs.flatMap((faq) => {
    const asked = [...new Set(wordsOf(faq.question).filter((word) => !COMMON.has(word)))];
    const hits = asked.filter((word) => said.some((one) => isSameWord(one, word))).length;
    const isFit = hits >= Math.min(2, asked.length) && hits * 3 >= asked.length * 2;
    return isFit && asked.length > 0 ? [{ faq, hits }] : [];
  });
  const most = Math.max(0, ...fits.map(({ hits }) => hits));
  const [best, second] = fits.filter(({ hits }) => hits === most);
  return best !== undefined && second === undefined ? best.faq : null;
}

/** Whether words that belong together stand in a text; the last may go on: `complain` is in `complaining`. */
export function holdsPhrase(text: string, phrase: string): boolean {
  const words = wordsOf(phrase).join(' ');
  return words !== '' && ` ${wordsOf(text).join(' ')}`.includes(` ${words}`);
}

function wordsOf(text: string): string[] {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** `hour` and `hours`, `open` and `opening`. */
function isSameWord(one: string, other: string): boolean {
  if (one === other) return true;
  const isLong = Math.min(one.length, other.length) >= MIN_STEM;
  return isLong && (one.startsWith(other) || other.startsWith(one));
}
