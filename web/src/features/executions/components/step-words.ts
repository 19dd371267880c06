import { type StepResult, tokensOf, type Usage } from '@model/execution.ts';
import { priceOf } from '@model/price.ts';
import { aboutCost, costWords } from '../../../lib/money.ts';
import { stepStatus } from '../../../lib/status.ts';
import { duration } from '../../../lib/time.ts';
import { humanize } from '../../../lib/words.ts';

/** A hundredth of a cent, in millionths of a dollar: less stands in its details. */
const WORTH_TELLING = 100;

/** `Failed · 3.2 s · 3 attempts · 0.4 ¢`; `now` is null once it is over. */
export function timingWords(result: StepResult, now: Date | null): string {
  const { status, attempts, startedAt, completedAt, usage } = result;
  const price = priceOf(usage);
  const end = completedAt ?? now ?? startedAt;
  const parts = [
    status === 'completed' ? null : stepStatus[status].word,
    status === 'skipped' ? null : duration(Number(end) - Number(startedAt)),
    attempts > 1 ? `${attempts} attempts` : null,
    price >= WORTH_TELLING ? costWords(price) : null,
  ];
  return parts.filter((part) => part !== null).join(' · ');
}

/** `34 of 100, 1 failed`; or the branch that was taken. */
export function progressWords({ progress, branch }: StepResult): string | null {
  if (branch !== null) return `Took the way “${humanize(branch)}”`;
  if (progress === null) return null;
  const { total, completed, failed, batch } = progress;
  const done = `${completed + failed} of ${total}`;
  const inParts = batch === null ? null : `in parts of ${batch}`;
  return [done, failed > 0 ? `${failed} failed` : null, inParts].filter((part) => part !== null).join(', ');
}

/** What it used and what that comes to: `about 0.4 ¢: 1,204 tokens, 2 outside calls, 3 reads, 320 ms of work`. */
export function usageWords(usage: Usage): string {
  const { reads, writes, vendorCalls, computeMs } = usage;
  const parts = [
    counted(tokensOf(usage), 'token'),
    counted(vendorCalls, 'outside call'),
    counted(reads, 'read'),
    counted(writes, 'write'),
    computeMs > 0 ? `${duration(computeMs)} of work` : null,
  ].filter((part) => part !== null);
  const cost = aboutCost(priceOf(usage));
  return parts.length === 0 ? cost : `${cost}: ${parts.join(', ')}`;
}

function counted(count: number, word: string): string | null {
  return count === 0 ? null : `${count.toLocaleString('en-US')} ${word}${count === 1 ? '' : 's'}`;
}
