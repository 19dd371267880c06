import { isSameMark, markOf } from '../engine/signed-token.ts';
import type { LinkClaim } from './approval-link.ts';

/** What a button under a message says when it is pressed: which message it was, and what is said to it. */
interface ButtonClaim {
  readonly deliveryId: string;
  readonly choice: LinkClaim['choice'];
}

const LETTERS = { approved: 'a', rejected: 'r' } as const;
/** 54 bits: whoever guesses has to ask us each time. Telegram leaves room for 64 bytes in all. */
const MARK_LENGTH = 9;
const SHAPE = /^([ar])([a-z2-7]{52})([\w-]{9})$/;

/** At most 64 bytes. Whom the message was for stands in its delivery, on our side. */
export function signButton(key: string, orgId: string, { deliveryId, choice }: ButtonClaim): string {
  return `${LETTERS[choice]}${deliveryId}${signature(key, orgId, { deliveryId, choice })}`;
}

/** Null for what we have not written. */
export function readButton(key: string, orgId: string, text: string): ButtonClaim | null {
  const [, letter, deliveryId = '', mark = ''] = SHAPE.exec(text) ?? [];
  const claim: ButtonClaim = { deliveryId, choice: letter === LETTERS.approved ? 'approved' : 'rejected' };
  return isSameMark(mark, signature(key, orgId, claim)) ? claim : null;
}

function signature(key: string, orgId: string, { deliveryId, choice }: ButtonClaim): string {
  return markOf(key, 'approval-button', [orgId, deliveryId, choice], MARK_LENGTH);
}

/** What Telegram shows with every update of a bot, so that we know that it is Telegram. Nothing has to be kept for it. */
export function updatesSecret(key: string, orgId: string, connectionId: string): string {
  return markOf(key, 'telegram-updates', [orgId, connectionId]);
}

/** Where Telegram sends the updates of a bot. */
export function updatesPath(orgId: string, connectionId: string): string {
  return `/api/telegram/updates/${orgId}/${connectionId}`;
}
