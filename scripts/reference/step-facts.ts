import type { StepDescription } from '../../functions/src/core/authoring/describe-step.ts';

/** What the web app shows of step types without asking anybody, as JSON. */
export function stepFacts(steps: readonly StepDescription[]): string {
  const facts = Object.fromEntries(
    steps
      .toSorted((a, b) => a.id.localeCompare(b.id))
      .map(({ id, title, icon, category, risk }) => [id, { title, icon, category, risk: riskFacts(risk) }]),
  );
  return `${JSON.stringify(facts, null, 2)}\n`;
}

/** Thresholds as an object, since a list would be written in one line or in several. */
function riskFacts(risk: StepDescription['risk']) {
  if (typeof risk === 'string') return { upTo: risk };
  const { dependsOn, upTo, byValue, byCount, without } = risk;
  if (byValue === null && byCount === null) return { upTo };
  const rule = byValue === null ? { byCount: Object.fromEntries(byCount ?? []) } : { byValue };
  return { upTo, by: { param: dependsOn[0], ...rule, without } };
}
