import { abandonedCart } from './abandoned-cart.ts';
import type { Draft } from './draft.ts';
import { further } from './further.ts';
import { nurture } from './nurture.ts';
import { onboarding } from './onboarding.ts';
import { promotion } from './promotion.ts';
import { reEngagement } from './re-engagement.ts';
import { reviewRequest } from './review-request.ts';
import { welcome } from './welcome.ts';
import { winBack } from './win-back.ts';

export const TYPES = [
  'welcome',
  'nurture',
  'onboarding',
  'promotion',
  'abandoned_cart',
  're_engagement',
  'win_back',
  'review_request',
] as const;
export type SequenceType = (typeof TYPES)[number];
export const TONES = ['friendly', 'professional', 'playful'] as const;
export const MOST = 10;

const drafts: Readonly<Record<SequenceType, readonly Draft[]>> = {
  welcome,
  nurture,
  onboarding,
  promotion,
  abandoned_cart: abandonedCart,
  re_engagement: reEngagement,
  win_back: winBack,
  review_request: reviewRequest,
};
const voices: Readonly<Record<(typeof TONES)[number], { readonly hello: string; readonly bye: string }>> = {
  friendly: { hello: 'Hello {first_name|there}', bye: 'Warm regards' },
  professional: { hello: 'Dear {first_name|customer}', bye: 'Kind regards' },
  playful: { hello: 'Hey {first_name|you}', bye: 'See you soon' },
};

/** A mail of a sequence, as send_newsletter takes it. `day` counts from the beginning. */
export interface Letter {
  readonly number: number;
  readonly day: number;
  readonly subject: string;
  readonly preview: string;
  readonly body: string;
}
interface Wanted {
  readonly type: SequenceType;
  readonly count: number;
  readonly tone: (typeof TONES)[number];
  readonly business: string;
  readonly product: string;
  readonly offer: string;
  readonly signature: string;
}

/** A sequence out of our own drafts: of a short one those mails that matter most, in their order. */
export function composed({ type, count, tone, ...facts }: Wanted): Letter[] {
  const { hello, bye } = voices[tone];
  const fill = (text: string) =>
    text.replaceAll(/\{(business|product|offer)\}/g, (_, name: 'business' | 'product' | 'offer') => facts[name]);
  const own = drafts[type];
  const end = own.at(-1)?.day ?? 0;
  return [...own, ...further.map((draft) => ({ ...draft, day: end + draft.day }))]
    .filter(({ rank }) => rank <= count)
    .map(({ day, subject, preview, body }, index) => ({
      number: index + 1,
      day,
      subject: oneLine(fill(subject)),
      preview: oneLine(fill(preview)),
      body: `${hello},\n\n${fill(body)}\n\n${bye},\n${facts.signature}`,
    }));
}

/** A whole sequence as Markdown, for people to read. */
export function asMarkdown(title: string, letters: readonly Letter[]): string {
  const parts = letters.map(
    ({ number, day, subject, preview, body }) =>
      `## ${number}. Day ${day}: ${subject}\n\n**Preview:** ${preview}\n\n${body}`,
  );
  return [`# ${title}`, ...parts].join('\n\n');
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
