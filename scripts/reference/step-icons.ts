import type { StepDescription } from '../../functions/src/core/authoring/describe-step.ts';

/** Marks of companies are not in the set. */
const INSTEAD: Readonly<Record<string, string>> = { slack: 'hash' };

/** The icons of the step types as a module of the web app: those that are used, and no others. */
export function stepIcons(steps: readonly StepDescription[]): string {
  const names = [...new Set(steps.map(({ icon }) => icon))].sort();
  const components = [...new Set(names.map(componentOf))].sort((a, b) => a.localeCompare(b, 'en'));
  const lines = names.map((name) => `  ${/^[a-z]+$/.test(name) ? name : `'${name}'`}: ${componentOf(name)},`);
  return [
    '// Made from the step types: npm run docs',
    `import {\n${components.map((name) => `  ${name},`).join('\n')}\n} from 'lucide-react';`,
    '',
    `/** By the names that step types give. */\nexport const stepIcons = {\n${lines.join('\n')}\n};`,
    '',
  ].join('\n');
}

/** `chart-line` → `ChartLineIcon`: a bare `Map` would hide the language's own. */
function componentOf(name: string): string {
  const camel = (INSTEAD[name] ?? name).replaceAll(/(?:^|-)([a-z0-9])/g, (_all, letter: string) =>
    letter.toUpperCase(),
  );
  return `${camel}Icon`;
}
