import { type ApprovalAnswer, approvalAnswer } from '../answers.ts';
import type { Api } from '../api.ts';
import { type Ask, asked } from '../ask.ts';
import { UsageError } from '../errors.ts';
import { type Line, table, tinted, wrap } from '../screen.ts';
import type { Answer, Shell } from '../shell.ts';
import { counted, statusSpan, timeWords } from '../words.ts';

const WIDTH = 100;
const INSTEAD = 'add --yes or --no to playbooks approve <id>';

export interface ApproveOptions {
  readonly no: boolean;
  readonly reason?: string | undefined;
  /** To a question: what was chosen, or said. */
  readonly answer?: string | undefined;
}

/** Without an id: what waits for a yes, and at a terminal one of it. With one: shows what will happen, asks, decides. */
export async function approve(shell: Shell, id: string | undefined, options: ApproveOptions): Promise<Answer> {
  if (shell.isYes && options.no) throw new UsageError('Yes or no? Both were given', { fix: 'give --yes or --no' });
  const api = await shell.api();
  const approvalId = id ?? (await chooseOne(shell, api));
  if (typeof approvalId !== 'string') return approvalId;
  const approval = await api.get(`/api/approvals/${encodeURIComponent(approvalId)}`, approvalAnswer);
  const shown = approvalLines(approval);
  if (approval.status !== 'pending') return { lines: shown, value: approval };
  const isDecided = shell.isYes || options.no;
  if (!isDecided) shell.screen.print(shown);
  const ask = isDecided ? null : asked(shell.ask, INSTEAD);
  const decision = ask === null ? { isYes: shell.isYes, ...plain(options) } : await decisionOf(ask, approval, options);
  const { isYes, reason, answer } = decision;
  // What was shown is what is decided: refused, should it have been changed since.
  const body = { paramsHash: approval.paramsHash, reason, ...(isYes && { answer }) };
  const path = `/api/approvals/${encodeURIComponent(approvalId)}/${isYes ? 'approve' : 'reject'}`;
  const decided = await api.post(path, body, approvalAnswer);
  return { lines: [...(isDecided ? shown.slice(0, 1) : []), ...decidedLines(decided, isYes)], value: decided };
}

/** The id of one of those that wait; the list of them where there is nothing to choose from, or nobody to. */
async function chooseOne(shell: Shell, api: Api): Promise<string | Answer> {
  if (shell.isYes) throw new UsageError('Yes to what?', { fix: 'playbooks approve lists what waits, with ids' });
  const value = await api.list('/api/approvals?status=pending', approvalAnswer);
  if (value.length === 0) return { lines: ['Nothing waits for a yes.'], value };
  if (shell.ask === null) {
    const rows = value.map(({ title, playbookName, risk, expiresAt, approvalId }) => [
      title,
      playbookName,
      risk,
      timeWords(expiresAt),
      tinted('dim', approvalId),
    ]);
    return { lines: table(shell.screen, ['What', 'Playbook', 'Risk', 'Until', 'Id'], rows), value };
  }
  const choices = value.map(({ approvalId, title, playbookName, expiresAt }) => ({
    value: approvalId,
    label: `${title} (${playbookName})`,
    hint: `until ${timeWords(expiresAt)}`,
  }));
  return shell.ask.choose(
    `${counted(value.length, 'question')} ${value.length === 1 ? 'waits' : 'wait'}. Which one?`,
    choices,
  );
}

function plain({ reason, answer }: ApproveOptions) {
  return { reason: reason ?? null, answer: answer ?? null };
}

async function decisionOf(ask: Ask, { kind, choices }: ApprovalAnswer, given: ApproveOptions) {
  const isYes = await ask.choose('Shall it happen?', [
    { value: true, label: kind === 'question' ? 'Answer it' : 'Yes, go on' },
    { value: false, label: 'No, stop it' },
  ]);
  const { reason, answer } = plain(given);
  if (isYes && kind === 'question' && answer === null) {
    const said =
      choices.length > 0
        ? await ask.choose(
            'Which?',
            choices.map((choice) => ({ value: choice, label: choice })),
          )
        : await ask.text('What is the answer?');
    return { isYes, reason, answer: said };
  }
  const why = reason ?? (await ask.text(isYes ? 'A word on it? (may stay empty)' : 'Why not? (may stay empty)'));
  return { isYes, reason: why.trim() === '' ? null : why, answer };
}

/** What is asked, by which execution, why, and exactly what would be done. */
function approvalLines(approval: ApprovalAnswer): Line[] {
  const { title, message, status, playbookName, executionId, action, risk, reasons, paramsJson } = approval;
  const { needed, votes, paramsHash, isTainted, choices, expiresAt } = approval;
  const yeses = votes.filter((vote) => vote.choice === 'approved' && vote.paramsHash === paramsHash).length;
  return [
    [tinted('strong', title), '  ', statusSpan(status)],
    tinted('dim', `${playbookName}, execution ${executionId}, until ${timeWords(expiresAt)}`),
    ...(message === '' ? [] : wrap(message, WIDTH)),
    ...(action === null ? [] : [['It would do ', tinted('strong', action), ` (risk: ${risk}), with:`]]),
    ...(action === null || paramsJson === null ? [] : paramsLines(paramsJson)),
    ...reasons.map((reason) => tinted('dim', `Asked because: ${reason}`)),
    ...(isTainted ? [tinted('warn', 'Text that strangers wrote has gone into it: read it with care.')] : []),
    ...(choices.length > 0 ? [`To choose from: ${choices.join(', ')}`] : []),
    ...(needed > 1 ? [`${yeses} of ${needed} have said yes so far.`] : []),
  ];
}

function paramsLines(paramsJson: string): Line[] {
  try {
    const text = JSON.stringify(JSON.parse(paramsJson), null, 2);
    return text.split('\n').map((line) => `    ${line}`);
  } catch {
    return [`    ${paramsJson}`];
  }
}

function decidedLines({ status, needed, votes, executionId }: ApprovalAnswer, isYes: boolean): Line[] {
  if (status === 'pending') {
    const yeses = votes.filter(({ choice }) => choice === 'approved').length;
    return [`Your yes is on record; ${yeses} of ${needed} have said so.`];
  }
  const words = isYes ? 'Your yes is on record' : 'Your no is on record';
  return [[statusSpan(status, words), `: playbooks logs ${executionId} --follow`]];
}
