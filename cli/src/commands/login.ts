import { tenantAnswer } from '../answers.ts';
import type { Api } from '../api.ts';
import { asked } from '../ask.ts';
import { UsageError } from '../errors.ts';
import { type Line, tinted } from '../screen.ts';
import { type Access, originOf } from '../settings.ts';
import type { Answer, Shell } from '../shell.ts';
import { counted, timeWords } from '../words.ts';

/** What is known already, and how it is tried and kept. */
export interface LoginOptions {
  readonly origin: string | undefined;
  /** From the environment, or a line of the standard input where that is no terminal. */
  readonly key: string | undefined;
  readonly orgId: string | null;
  connect(access: Access): Api;
  save(access: Access): Promise<string>;
}

/** Asks for address and key, tries them, and keeps them for this person alone. */
export async function login(shell: Shell, { origin, key, orgId, connect, save }: LoginOptions): Promise<Answer> {
  const instead = 'give --origin, and the key in PLAYBOOKS_API_KEY or on the standard input';
  const where = origin ?? (await asked(shell.ask, instead).text('The address of your Playbooks', 'https://'));
  const access = { origin: originOf(where.trim()), orgId };
  const typed =
    key ?? (await asked(shell.ask, instead).secret(`An API key (${access.origin}/settings/keys makes one)`));
  const trimmed = typed.trim();
  if (!/^pbk_live_[A-Za-z0-9]+_[A-Za-z0-9]+$/.test(trimmed)) {
    throw new UsageError('This is no API key', { fix: 'one begins with pbk_live_' });
  }
  const tenant = await connect({ ...access, key: trimmed }).get('/api/tenant', tenantAnswer);
  const path = await save({ ...access, key: trimmed });
  const { name, orgId: org } = tenant;
  const lines: Line[] = [['You are at ', tinted('strong', name), `. The key is in ${path}.`]];
  return { lines, value: { origin: access.origin, orgId: org, name, path } };
}

/** The business and what holds in it: what it lets happen by itself, its limits, and what is held. */
export async function config(shell: Shell): Promise<Answer> {
  const api = await shell.api();
  const tenant = await api.get('/api/tenant', tenantAnswer);
  const { name, orgId, timezone, currency, pause, policy, switches, usage, terms, held, dryRun } = tenant;
  const { month } = usage;
  const isDry = switches.dryRun || dryRun;
  const isHeld = pause !== null || !switches.autoExecution;
  const why = pause === null ? 'by the installation' : `since ${timeWords(pause.since)} ${pause.reason ?? ''}`;
  const limits = usage.daily.filter(({ used }) => used > 0);
  const lines: Line[] = [
    [tinted('strong', name), tinted('dim', `  ${orgId}  ${api.origin}`)],
    `Times are in ${timezone}, money is in ${currency}.`,
    isHeld ? [tinted('warn', 'Everything is paused'), ` ${why}`] : 'Playbooks start by themselves.',
    ...(isDry ? [tinted('warn', 'Everything is a dry run: nothing is really done.')] : []),
    `What harms nobody: ${policy.safe.decision}; what can be embarrassing: ${policy.moderate.decision}; what cannot be taken back: ${policy.high.decision}.`,
    `${counted(month.executions, 'execution')} of ${terms.monthlyExecutions.toLocaleString('en-US')} in ${month.period}.`,
    ...limits.map(({ name: limit, used, limit: most }) => `  ${limit}: ${used} of ${most} today`),
    ...(held.pause + held.limit > 0 ? [`Held: ${held.pause} by a pause, ${held.limit} by limits.`] : []),
  ];
  return { lines, value: tenant };
}
