import { styleText } from 'node:util';
import type { Finding, State } from './check.ts';
import { isFixable, type PlannedStep } from './plan.ts';

const MARKS: Record<State, readonly [mark: string, color: 'green' | 'red' | 'yellow']> = {
  ok: ['✓', 'green'],
  missing: ['✗', 'red'],
  advice: ['!', 'yellow'],
  unknown: ['?', 'yellow'],
};

const WORDS: Record<PlannedStep['state'], string> = {
  done: 'already so',
  'to do': 'to do',
  'cannot tell': 'cannot tell: done where it is missing',
};

/** A line for each check; below it, how to make it good. `fix` says that this command could. */
export function findingLines(findings: readonly Finding[], options: { readonly offersFix: boolean }): string[] {
  return findings.flatMap((finding) => {
    const { state, title, detail, remedies } = finding;
    const [mark, color] = MARKS[state];
    const told = state === 'unknown' ? `cannot tell: ${detail}` : detail;
    const fix = options.offersFix && state === 'missing' && isFixable(finding) ? ['this command can do it: --fix'] : [];
    return [
      `  ${styleText(color, mark)} ${title.padEnd(32)} ${told}`,
      ...[...fix, ...remedies].map((remedy) => `      → ${remedy}`),
    ];
  });
}

export function planLines(plan: readonly PlannedStep[]): string[] {
  return plan.flatMap(({ title, what: [why = '', ...more], commands, takes, costs, state }, index) => [
    `  ${String(index + 1).padStart(2)}. ${title.padEnd(32)} ${WORDS[state]}`,
    `      ${why}`,
    ...more.map((line) => `      · ${line}`),
    ...commands.map((command) => `      $ ${command}`),
    `      takes ${takes}; costs ${costs}`,
  ]);
}

export function counts(findings: readonly Finding[]): string {
  const count = (state: State) => findings.filter((finding) => finding.state === state).length;
  const unknown = count('unknown');
  return `${count('ok')} fine, ${count('missing')} missing, ${count('advice')} to consider${unknown > 0 ? `, ${unknown} that cannot be told` : ''}`;
}
