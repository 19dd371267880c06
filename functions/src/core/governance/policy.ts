import type { Blast, Policy, PolicyDecision, Risk } from '../../model/policy.ts';

/** From mild to strict. */
const STRICTNESS: readonly PolicyDecision[] = ['auto', 'notify', 'approve', 'block'];

const REACHES: Readonly<Record<keyof Blast, (count: number) => string>> = {
  recipients: (count) => `${count} recipients`,
  amount: (count) => `an amount of ${count}`,
  rows: (count) => `${count} documents`,
};

/** What a step is about to do, as far as it matters whether it may. */
export interface Act {
  readonly risk: Risk;
  readonly blast: Blast;
  /** Whether its playbook wants it to be asked. */
  readonly isAsked: boolean;
  /** Why what it reaches is in doubt, in words: strangers had a say in it. */
  readonly doubts: readonly string[];
}

export interface Verdict {
  readonly decision: PolicyDecision;
  /** What led to it, in words; empty for `auto`. */
  readonly reasons: readonly string[];
}

/** Whether an act simply happens, is told, waits for a yes or is refused: the strictest of all that speaks to it. */
export function judge(policy: Policy, { risk, blast, isAsked, doubts }: Act): Verdict {
  const { decision, within, beyond } = policy[risk];
  const reaches = exceeded(blast, within);
  const verdicts: Verdict[] = [
    reaches.length > 0 ? { decision: beyond, reasons: reaches } : { decision, reasons: [`Its risk is ${risk}`] },
    ...(isAsked ? [{ decision: 'approve' as const, reasons: ['The playbook asks for a yes at this step'] }] : []),
    ...(doubts.length > 0 ? [{ decision: 'approve' as const, reasons: doubts }] : []),
  ];
  const strictest = STRICTNESS.findLast((one) => verdicts.some((verdict) => verdict.decision === one)) ?? 'auto';
  if (strictest === 'auto') return { decision: 'auto', reasons: [] };
  const deciding = verdicts.filter((one) => one.decision === strictest);
  return { decision: strictest, reasons: deciding.flatMap(({ reasons }) => reasons) };
}

function exceeded(blast: Blast, within: Blast): string[] {
  const names = Object.keys(REACHES) as (keyof Blast)[];
  return names.flatMap((name) => {
    const [reached, allowed] = [blast[name], within[name]];
    if (reached === undefined || allowed === undefined || reached <= allowed) return [];
    return [`It reaches ${REACHES[name](reached)}; by itself it may reach ${allowed}`];
  });
}
