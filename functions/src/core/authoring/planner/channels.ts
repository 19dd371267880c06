import type { ContractAction } from '../../../model/contract.ts';
import { both, longest, map, maybe, means, type Parser, phrase, token } from './grammar.ts';
import type { Recipient } from './recipients.ts';
import type { SaidDoing } from './wish.ts';

/** Through what something is told; `app` is a notification of ours, which comes by e-mail as well. */
export type Medium = 'app' | 'email' | 'sms' | 'slack' | 'discord' | 'teams' | 'telegram' | 'push';

const STEPS: Readonly<Record<Medium, ContractAction['action']>> = {
  app: 'notify',
  email: 'send_email',
  sms: 'send_sms',
  slack: 'post_slack_message',
  discord: 'post_discord_message',
  teams: 'post_teams_message',
  telegram: 'send_telegram_message',
  push: 'send_push',
};

/** "By e-mail", "on Slack", "as a text". */
export const medium: Parser<Medium> = longest<Medium>(
  means('email', 'email|mail|emails|mails'),
  means('sms', 'sms', 'text|texts message|messages?', 'phone message'),
  means('slack', 'slack channel|dm|message|messages?'),
  means('discord', 'discord channel|server|message|messages?'),
  means('teams', 'microsoft|ms? teams channel|message?'),
  means('telegram', 'telegram message|messages|chat|bot?'),
  means('push', 'push', 'push notification|notifications|message|messages', 'phone notification'),
  means('app', 'notification|notifications', 'in-app|app notification|alert|message?'),
);

/** A thing that is sent and gotten: "an e-mail", "a heads-up"; what it is besides ("a Slack message") is in the medium. */
export const missive: Parser<Medium> = both2(
  phrase(
    'a|an|the|one|another|quick|short|little|brief|friendly|daily|weekly|instant|immediate|any|some|single|welcome|follow-up|confirmation|polite|nice*',
  ),
  longest<Medium>(
    map(
      token(({ text }) => text === 'text' || text === 'sms'),
      () => 'sms',
    ),
    medium,
    means('slack', 'slack message|alert|notification|ping|post|note'),
    means('discord', 'discord message|alert|notification|ping|post'),
    means('teams', 'microsoft|ms? teams message|alert|notification|ping|post'),
    means('telegram', 'telegram message|alert|notification|ping|note'),
    means('sms', 'text|sms message|messages|alert|notification'),
    means('email', 'email|mail alert|alerts|notification|notifications|message|note|reminder?'),
    means('push', 'push notification|alert|message'),
    means('app', 'alert|alerts|notification|notifications|note|ping|heads-up|warning|message|line|shout|nudge|word'),
    means('app', 'heads up'),
  ),
);

function both2<T>(before: Parser<unknown>, parser: Parser<T>): Parser<T> {
  return map(both(maybe(before), parser), ([, value]) => value);
}

/** The step that tells a recipient through a medium; `who` is left where an address is missing. */
export function telling(to: Recipient | null, by: Medium | null): SaidDoing {
  const through = to === null || to.kind === 'user' ? own(to, by) : others(to, by);
  return { details: {}, who: null, ...through };
}

function own(
  to: Extract<Recipient, { kind: 'user' }> | null,
  by: Medium | null,
): Pick<SaidDoing, 'action' | 'to'> & { who?: string } {
  const through = by === 'push' ? by : (to?.by ?? by);
  if (through === null || through === 'app' || through === 'email') return { action: 'notify', to: ['user'] };
  if (through === 'sms') return { action: 'send_sms', to: [], who: 'me' };
  // A workspace has many channels; Discord's and Teams' connection is of one.
  if (through === 'slack') return { action: STEPS.slack, to: [], who: 'a channel' };
  const isPersonal = through === 'telegram' || through === 'push';
  return { action: STEPS[through], to: isPersonal ? ['user'] : [] };
}

function others(
  to: Exclude<Recipient, { kind: 'user' }>,
  by: Medium | null,
): Pick<SaidDoing, 'action' | 'to'> & { who?: string } {
  const { kind, name } = to;
  const isOther = by !== null && by !== 'email' && by !== 'app';
  if (kind === 'email' && !isOther) return { action: 'send_email', to: [name] };
  if (kind === 'phone') return { action: 'send_sms', to: [name] };
  if (kind === 'channel') {
    const isChat = by === 'discord' || by === 'teams' || by === 'telegram';
    return { action: isChat ? STEPS[by] : 'post_slack_message', to: [name] };
  }
  return { action: by === null || by === 'app' ? 'send_email' : STEPS[by], to: [], who: name };
}

/** Whoever it is for was not said at all. */
export const ANYBODY = 'somebody or other';

/** To whom, or where, where no address was said. */
export function askWhere({ action, who }: SaidDoing): string {
  if (action === 'send_sms')
    return who === null || who === 'me'
      ? 'To which number shall I text?'
      : `To which number shall I text, for “${who}”?`;
  if (action !== 'send_email' && action !== 'notify' && who !== null)
    return 'To which channel shall it go, such as #general?';
  if (who === ANYBODY) return 'To whom: you, an address, or a channel such as #general?';
  return `To which e-mail address, for “${who}”?`;
}
