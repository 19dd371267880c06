import type { Approval } from '../../model/approval.ts';
import { jsonObject } from '../../model/json.ts';
import type { Engine } from '../engine/engine.ts';
import type { Letter } from '../engine/notify/courier.ts';
import { signButton } from './approval-button.ts';
import { type ApprovalLinks, approvalLinks, choiceWords, mayHaveLinks } from './approval-link.ts';
import { withoutSecrets } from './audit.ts';

/** What is longer is not decided by a button beside it: nobody would have seen all of it. */
const MAX_SEEN = 2_500;

/** What somebody can do about a question where he reads of it. */
export interface Offer {
  /** All that a yes is a yes to. */
  readonly text: string;
  readonly words: ReturnType<typeof choiceWords>;
  /** Paths of pages that decide. */
  readonly links: ApprovalLinks;
  /** What buttons bear that decide at one press; null where the text is too long for that. */
  readonly presses: ApprovalLinks | null;
}

/**
 * Null where a letter asks nothing that may be decided by a message, or reaches a place that is not one person's own:
 * who answers there is whoever happens to read it.
 */
export async function offerOf(
  { services }: Pick<Engine, 'services'>,
  orgId: string,
  { question, uid, channel, to, key: deliveryId, text }: Letter,
): Promise<Offer | null> {
  const isPersonal = channel === 'email' || to !== null;
  const keyName = services.setting('LINK_KEY_NAME');
  if (question === null || !isPersonal || !mayHaveLinks(question) || keyName === null) return null;
  const key = await services.secret(keyName);
  if (key === null) return null;
  const links = approvalLinks(key, { orgId, approvalId: question.approvalId, uid }, question);
  const all = [text, paramsText(question)].filter((part) => part !== '').join('\n\n');
  const presses = {
    approve: signButton(key, orgId, { deliveryId, choice: 'approved' }),
    reject: signButton(key, orgId, { deliveryId, choice: 'rejected' }),
  };
  return { text: all, words: choiceWords(question), links, presses: all.length > MAX_SEEN ? null : presses };
}

/** A line for each of the params that it would act on. */
function paramsText({ paramsJson }: Approval): string {
  if (paramsJson === null) return '';
  const params = jsonObject.parse(JSON.parse(withoutSecrets(jsonObject.parse(JSON.parse(paramsJson)))));
  const lines = Object.entries(params).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return lines.join('\n');
}
