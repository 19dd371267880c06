import type { Actor } from '../../model/audit.ts';
import { tenantPaths } from '../../model/paths.ts';
import { type Decided, decideApproval } from '../engine/decide-approval.ts';
import type { Engine } from '../engine/engine.ts';
import { readButton } from './approval-button.ts';
import type { LinkClaim } from './approval-link.ts';
import { auditWrite } from './audit.ts';
import { closedWords, recordWords } from './use-link.ts';

/** A button that was pressed under a message, as a vendor tells it whom we know to be the vendor. */
interface Press {
  readonly orgId: string;
  readonly via: 'telegram' | 'slack';
  /** What the button bears. */
  readonly token: string;
  /** Who has pressed it, and where, by the vendor's own ids: all the places that are his alone. */
  readonly from: readonly string[];
}

/** What is said to whoever pressed; `title` where the message has done its work and the words take its place. */
interface Pressed {
  readonly words: string;
  readonly title: string | null;
}

const NOT_OURS: Pressed = { words: 'This button is not one of ours, or not any more. Answer in the app.', title: null };

/**
 * Decides as the one for whom the message was written: it must have come to a place of his own, and he must have pressed
 * it there. What was decided already stays so; the same press again changes nothing.
 */
export async function pressButton(engine: Engine, press: Press): Promise<Pressed> {
  const { orgId, via, token, from } = press;
  const key = await engine.services.secret(engine.services.setting('LINK_KEY_NAME') ?? '');
  const claim = key === null ? null : readButton(key, orgId, token);
  if (claim === null) return NOT_OURS;
  const stored = await engine.store.get(tenantPaths(orgId).delivery(claim.deliveryId));
  if (stored === null || stored.data.channel !== via || stored.data.question === null) return NOT_OURS;
  const { uid, to, question } = stored.data;
  const { approvalId, paramsHash: shown } = question;
  const actor: Actor = { kind: 'link', id: uid, name: null, from: null };
  if (to === null || !from.includes(to)) {
    const after = { choice: claim.choice, via, why: 'foreign' };
    const change = { action: 'approval.refused', target: { kind: 'approval', id: approvalId }, after };
    await engine.store.commit([auditWrite(engine, orgId, actor, change)]);
    return { words: 'This was asked of somebody else. Nothing was changed.', title: null };
  }
  const answer = { status: claim.choice, by: uid, reason: null, via, actor, shown } as const;
  return outcomeOf(claim.choice, await decideApproval(engine, orgId, approvalId, answer));
}

function outcomeOf(choice: LinkClaim['choice'], decided: Decided): Pressed {
  switch (decided.kind) {
    case 'not_found':
      return { words: 'The question is gone.', title: 'A question' };
    case 'refused':
      return { words: `${decided.refused.message}. Nothing was changed.`, title: null };
    case 'closed':
      return { words: `${closedWords(decided.approval)}. Nothing was changed.`, title: decided.approval.title };
    default: {
      const { words, more } = recordWords(choice, decided.approval);
      return { words: [words, ...more].join(' '), title: decided.approval.title };
    }
  }
}
