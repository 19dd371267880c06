import type { ContractAction } from '../../../model/contract.ts';
import { both, longest, map, maybe, means, type Parser, phrase, token } from './grammar.ts';

/** Something to do that a change adds: a step type and to whom. */
export type SaidAction = Pick<ContractAction, 'action' | 'to'>;

const me = 'me|us|myself';
const verbs = maybe(
  longest(
    phrase(
      'post|send|put|share|mail|email|message|write|ping|tell|notify|text|text|drop|copy|cc it|that|this|them|a? message|mail|note|copy?',
    ),
    phrase('let'),
  ),
);
const to = maybe(phrase('to|on|in|into|at|via|by|through|per|over the|my|our?'));

function of(action: string, recipients: readonly string[]): SaidAction {
  return { action, to: [...recipients] };
}

const target: Parser<SaidAction> = longest<SaidAction>(
  map(
    both(
      token(({ kind }) => kind === 'channel'),
      maybe(phrase('on|in slack')),
    ),
    ([{ raw }]) => of('post_slack_message', [raw]),
  ),
  map(both(phrase('slack'), maybe(token(({ kind }) => kind === 'channel'))), ([, channel]) =>
    of('post_slack_message', channel ? [channel.raw] : []),
  ),
  map(
    token(({ kind }) => kind === 'email'),
    ({ text }) => of('send_email', [text]),
  ),
  map(
    token(({ kind }) => kind === 'phone'),
    ({ text }) => of('send_sms', [text]),
  ),
  means(of('post_discord_message', []), 'discord'),
  means(of('post_teams_message', []), 'teams', 'microsoft teams'),
);
const direct: Parser<SaidAction> = longest<SaidAction>(
  means(of('send_telegram_message', ['user']), `telegram ${me}?`),
  means(of('send_sms', ['user']), `text ${me}`, 'sms', 'text message', `send ${me} a text|sms message?`),
  means(of('send_push', ['user']), 'push notification|message?'),
  means(
    of('notify', ['user']),
    `email|mail|notify|tell|ping|message|write ${me}`,
    `send ${me} an? email|mail`,
    `let ${me} know`,
    `to ${me}`,
    'by? email|mail',
  ),
  means(of('raise_alert', []), 'raise an? alert'),
  means(of('create_task', []), 'create|make|add a task'),
  means(of('save_to_drive', []), 'save|put it? to|in|on|into my|our|the? google? drive'),
);

/** `post it to #ops on slack`, `email me`, `text 312 555 0142`, `raise an alert`. */
export const saidAction: Parser<SaidAction> = longest<SaidAction>(
  direct,
  map(both(verbs, both(to, target)), ([, [, action]]) => action),
  map(both(verbs, both(maybe(phrase(me)), both(to, direct))), ([, [, [, action]]]) => action),
  map(both(target, phrase('know')), ([action]) => action),
);
