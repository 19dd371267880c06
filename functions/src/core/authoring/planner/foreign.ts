/** Common words of German and French habit in the midst of English, and what they are there; the longer first. */
const WORDS: readonly (readonly [string, string])[] = [
  ['tous les jours|chaque jour|jeden tag', 'every day'],
  ['surveillez|surveille|surveil|überwache', 'watch'],
  ['jours ouvrables|en semaine|jeden werktag|werktags|wochentags', 'every weekday'],
  ['tous les matins|chaque matin|jeden morgen', 'every morning'],
  ['tous les soirs|chaque soir|jeden abend', 'every evening'],
  ['tous les mois|chaque mois|jeden monat', 'every month'],
  ['toutes les semaines|chaque semaine|jede woche', 'every week'],
  ['(?:tous les|chaque|le) lundis?', 'every monday'],
  ['(?:tous les|chaque|le) mardis?', 'every tuesday'],
  ['(?:tous les|chaque|le) mercredis?', 'every wednesday'],
  ['(?:tous les|chaque|le) jeudis?', 'every thursday'],
  ['(?:tous les|chaque|le) vendredis?', 'every friday'],
  ['(?:tous les|chaque|le) samedis?', 'every saturday'],
  ['(?:tous les|chaque|le) dimanches?', 'every sunday'],
  ["dès qu['’]une?|dès que|sobald (?:eine?|der|die|das)|sobald", 'as soon as'],
  ['à(?= ?\\d)', 'at'],
];
/** Nouns, where a sentence begins with them or each of them is meant; elsewhere they may be names. */
const NOUNS: readonly (readonly [string, string])[] = [
  ['bestellung|commande', 'order'],
  ['rechnung|facture', 'invoice'],
];
const PARTS = [
  ...WORDS.map(([words, english]) => [new RegExp(`(?<![\\p{L}#])(?:${words})(?!\\p{L})`, 'giu'), english] as const),
  ...NOUNS.map(
    ([words, english]) =>
      [
        new RegExp(`(?<=^\\s*|\\b(?:as soon as|an?|eine|jede|neue|new|every|each)\\s)(?:${words})(?!\\p{L})`, 'giu'),
        english,
      ] as const,
  ),
];
/** `9h30` counts to 24; "1. jedes Monats" is an ordinal. */
const CLOCK = /(?<![\p{L}\d])([01]?\d|2[0-3])\s?h\s?([0-5]\d)(?![\d\p{L}])/giu;
const DAY_OF_MONTH = /(?<!\d)(\d{1,2})\.\s?(?:jede[sn]|im|des) monats?(?!\p{L})/giu;
/** `1.000 €` is a thousand, `12,50 €` twelve and a half. */
const THOUSANDS = /(?<![\d.,])(\d{1,3})\.(\d{3})(?:,(\d{2}))?(?=\s?(?:€|euros?\b|eur\b|kr\b|chf\b))/giu;
const DECIMALS = /(?<![\d.,])(\d+),(\d{2})(?=\s?(?:€|euros?\b|eur\b|kr\b|chf\b))/giu;
/** What some of it has in it; most sentences are plain English. */
const SIGNS =
  /\d ?h ?\d|\d[.,]\d+ ?(?:€|eur|kr|chf)|[àè]|\b(?:jede|werk|wochen|sobald|bestell|rechnung|tous|toutes|chaque|le |jours|surveil|überw|en sem|command|factur|im mon|des mon)/iu;

/** The sentence with the words for days and hours, and a few of business, in English. */
export function inEnglish(text: string): string {
  if (!SIGNS.test(text)) return text;
  const dated = text
    .replace(CLOCK, '$1:$2 h')
    .replace(DAY_OF_MONTH, '$1th of every month')
    .replace(
      THOUSANDS,
      (_, thousands: string, rest: string, cents?: string) => thousands + rest + (cents ? `.${cents}` : ''),
    )
    .replace(DECIMALS, '$1.$2');
  return PARTS.reduce((said, [words, english]) => said.replace(words, english), dated);
}
