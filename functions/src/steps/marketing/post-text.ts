/** The networks that a post can go to, and how long it may be there, as each counts. */
export const NETWORKS = ['mastodon', 'bluesky', 'webhook'] as const;
export type Network = (typeof NETWORKS)[number];
const LIMITS: Readonly<Record<Network, number>> = { mastodon: 500, bluesky: 300, webhook: 10_000 };
/** What Mastodon counts for any link. */
const LINK_LENGTH = 23;
const LINK = /https?:\/\/\S+/g;

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
const signs = (text: string) => [...segmenter.segment(text)].map(({ segment }) => segment);

/** A text and the link behind it, as they are posted. */
export function withLink(text: string, link: string | null): string {
  return link === null || text.includes(link) ? text : `${text}\n\n${link}`;
}

/** How much longer than allowed a post is; 0 when it fits. */
export function excessOf(network: Network, post: string): number {
  const counted = network === 'mastodon' ? post.replaceAll(LINK, '.'.repeat(LINK_LENGTH)) : post;
  return Math.max(0, signs(counted).length - LIMITS[network]);
}

/** The text cut at a word, with an ellipsis, so that it fits together with the link. */
export function cutToFit(network: Network, text: string, link: string | null): string {
  const excess = excessOf(network, withLink(text, link));
  if (excess === 0) return text;
  const kept = signs(text)
    .slice(0, -(excess + 1))
    .join('');
  const atWord = kept.replace(/\s+\S*$/, '').trimEnd();
  const cut = `${atWord === '' ? kept : atWord}…`;
  // A link that is cut counts for more than it did.
  return excessOf(network, withLink(cut, link)) === 0 ? cut : cutToFit(network, cut.slice(0, -1).trimEnd(), link);
}
