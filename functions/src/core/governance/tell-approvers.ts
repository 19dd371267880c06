import type { Approval } from '../../model/approval.ts';
import { approversOf, deputiesOf, MAX_TOLD } from '../../model/approvers.ts';
import { type Preferences, usualPreferences } from '../../model/notification-preferences.ts';
import { tenantPaths } from '../../model/paths.ts';
import type { Policy } from '../../model/policy.ts';
import { queries } from '../../model/query.ts';
import type { TeamMember } from '../../model/tenant.ts';
import { deriveId } from '../derive-id.ts';
import type { Engine } from '../engine/engine.ts';
import { escapeHtml } from '../engine/expression.ts';
import { dueTime } from '../engine/notify/due-time.ts';
import { type Message, preferencesOf, tell } from '../engine/notify/tell.ts';
import type { PlatformMail } from '../ports.ts';
import { type ApprovalLinks, approvalLinks, choiceWords, mayHaveLinks } from './approval-link.ts';
import { readTeam, readTenant } from './governed.ts';

/** So many questions of a tenant are told by mail in 24 hours; those beyond are in the app only. */
const MAILED_A_DAY = 100;
const DAY_MS = 24 * 3_600_000;

interface Teller {
  readonly engine: Engine;
  readonly mail: PlatformMail;
  /** The name of the secret that signs links; a mail without one leads to the app. */
  readonly linkKeyName: string;
}

/** Writes to everybody who may answer a question that is open. Who was written to is on record, so that nobody is twice. */
export async function tellApprovers({ engine, mail, linkKeyName }: Teller, orgId: string, approvalId: string) {
  const { store, clock, log, services } = engine;
  const ref = tenantPaths(orgId).approval(approvalId);
  const stored = await store.get(ref);
  if (stored?.data.status !== 'pending' || clock.now() >= stored.data.expiresAt) return;
  const approval = stored.data;
  const place = await placeOf(engine, orgId, approval);
  if (place > MAILED_A_DAY) {
    log.warn('approvers_not_mailed', { orgId, approvalId, place });
    return;
  }
  const isLast = place === MAILED_A_DAY;
  const [{ policy, timezone }, team] = await Promise.all([readTenant(store, orgId), readTeam(store, orgId)]);
  const key = mayHaveLinks(approval) ? await services.secret(linkKeyName) : null;
  const people = askedPeople(approval, team, policy.selfApproval, clock.now());
  const told = [...approval.told];
  const failures: unknown[] = [];
  const untold = people.filter(({ uid }) => !told.includes(uid));
  const preferences = await preferencesOf(store, orgId, untold);
  for (const [index, member] of untold.entries()) {
    const { email, uid } = member;
    const links = key === null ? null : approvalLinks(key, { orgId, approvalId, uid }, approval);
    try {
      const mayMail = mailsNow(preferences[index] ?? usualPreferences, clock.now(), timezone);
      if (mayMail) {
        const offers = offersIn(mail, approvalId, approval, links);
        const letter = letterTo(member, approval, offers, { timeZone: timezone, isLast });
        await mail.send({ to: email, ...letter, key: deriveId(orgId, 'approval', approvalId, uid) });
      }
      await tell(engine, { orgId, timezone }, [member], messageFor(member, orgId, approvalId, approval, mayMail));
      told.push(uid);
    } catch (error) {
      failures.push(error);
    }
  }
  if (told.length > approval.told.length) await store.commit([{ op: 'update', path: ref.path, fields: { told } }]);
  engine.fault('told');
  if (failures.length === 0) return;
  log.error('approvers_not_told', failures[0], { orgId, approvalId, failed: failures.length });
  throw failures[0];
}

/** The letter with its links goes at once; a mail that is held back, and what comes otherwise, leads to the app. */
function mailsNow(preferences: Preferences, now: Date, timezone: string): boolean {
  return preferences.channels.approvals.includes('email') && dueTime(preferences, now, timezone) <= now;
}

/** Somebody who is asked; `place` is in whose place, where that is another's. */
type Asked = TeamMember & { readonly place: TeamMember | null };

/** Those who may say yes, and those who do it for somebody who is away: each once, with the first whose place it is. */
export function askedPeople(
  approval: Approval,
  team: readonly TeamMember[],
  selfApproval: Policy['selfApproval'],
  now: Date,
): Asked[] {
  const named = approversOf(approval, team, selfApproval).slice(0, MAX_TOLD);
  const deputies = deputiesOf(approval, team, selfApproval, now);
  const others = deputies.filter(({ deputy }, at) => deputies.findIndex((one) => one.deputy === deputy) === at);
  const standing = others.map(({ deputy, place }) => ({ ...deputy, place }));
  return [...named.map((member) => ({ ...member, place: null })), ...standing].slice(0, MAX_TOLD);
}

/** What is the same in all that is said of a question. */
export function aboutIt(approvalId: string, { executionId, paramsHash }: Approval) {
  const link = pathOf(approvalId);
  const question = { approvalId, paramsHash };
  return { kind: 'approvals', type: 'warning', isUrgent: false, link, question, executionId } as const;
}

/** Who was named sees it in the app since it was asked. */
function messageFor(
  { place }: Asked,
  orgId: string,
  approvalId: string,
  approval: Approval,
  isMailed: boolean,
): Message {
  const { title, message } = approval;
  return {
    ...aboutIt(approvalId, approval),
    title: `Your answer is needed${place === null ? '' : ` for ${place.name}`}: ${title}`,
    message,
    key: deriveId(orgId, 'approval', approvalId),
    except: [...(place === null ? (['app'] as const) : []), ...(isMailed ? (['email'] as const) : [])],
  };
}

interface Offer {
  readonly label: string;
  readonly href: string;
}

function offersIn(
  { link }: PlatformMail,
  approvalId: string,
  approval: Approval,
  links: ApprovalLinks | null,
): readonly Offer[] {
  const { yes, no } = choiceWords(approval);
  const decide = links && [
    { label: `${yes}…`, href: link(links.approve) },
    { label: `${no}…`, href: link(links.reject) },
  ];
  return [...(decide ?? []), { label: 'Look at it in the app', href: link(pathOf(approvalId)) }];
}

function pathOf(approvalId: string): string {
  return `/approvals/${encodeURIComponent(approvalId)}`;
}

/** Which of the day it is: the mail of a product is not there to flood people. */
async function placeOf({ store }: Engine, orgId: string, { requestedAt }: Approval): Promise<number> {
  const after = new Date(requestedAt.getTime() - DAY_MS);
  return store.count(queries.approvalsBetween(orgId, after, requestedAt, { limit: MAILED_A_DAY + 1 }));
}

function letterTo(
  { name, locale }: TeamMember,
  approval: Approval,
  offers: readonly Offer[],
  { timeZone, isLast }: { readonly timeZone: string; readonly isLast: boolean },
) {
  const { title, message, reasons, expiresAt, playbookName, choices } = approval;
  const until = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short', timeZone }).format(expiresAt);
  const why = reasons.length > 0 ? [`Why you are asked: ${reasons.join('; ')}.`] : [];
  const paragraphs = [
    `Hello ${name},`,
    `the playbook '${playbookName}' waits for your answer.`,
    title,
    message,
    ...(choices.length > 0 ? [`To choose from: ${choices.join(' · ')}`] : []),
    ...why,
  ];
  const note = `Until ${until}. A link opens a page that shows what it is about; nothing is decided before you press the button there. Do not forward this mail.${isLast ? ' There were many questions today: you find those that come next in the app only.' : ''}`;
  const texts = paragraphs.filter((text) => text.trim() !== '');
  return {
    subject: `Your answer is needed: ${title}`.replace(/[\r\n\0]+/g, ' ').slice(0, 290),
    text: [...texts, ...offers.map(({ label, href }) => `${label}\n${href}`), note].join('\n\n'),
    html: page(texts, offers, note),
  };
}

const STYLE = 'font-family:system-ui,-apple-system,Segoe UI,Roboto,sans-serif;color:#1d2939;line-height:1.5';

function page(paragraphs: readonly string[], offers: readonly Offer[], note: string): string {
  const texts = paragraphs.map((text) => `<p>${escapeHtml(text).replaceAll('\n', '<br>')}</p>`);
  const links = offers.map(({ label, href }) => `<a href="${escapeHtml(href)}">${escapeHtml(label)}</a>`);
  return `<!doctype html><html><body style="margin:0;padding:24px;background:#ffffff"><div style="max-width:640px;margin:0 auto;${STYLE}">
${texts.join('\n')}
<p>${links.join(' &nbsp; ')}</p>
<p style="color:#667085;font-size:13px">${escapeHtml(note)}</p>
</div></body></html>`;
}
