// The pages that are made from the code: docs/steps.md, docs/events.md, docs/templates.md, and what the web app knows of step types.
// Compares them with what stands there, and fails where that is stale; --write renews them.
import { readFileSync, writeFileSync } from 'node:fs';
import { connectorCatalog } from '../functions/src/connectors/catalog.ts';
import { describeStep } from '../functions/src/core/authoring/describe-step.ts';
import { stepCatalog } from '../functions/src/steps/registry.ts';
import { eventReference } from './reference/events-page.ts';
import { paramComments } from './reference/param-comments.ts';
import { stepFacts } from './reference/step-facts.ts';
import { stepIcons } from './reference/step-icons.ts';
import { stepReference } from './reference/steps-page.ts';
import { templateReference } from './reference/templates-page.ts';

const ROOT = new URL('..', import.meta.url);
const RENEW = 'npm run docs';

const steps = stepCatalog.all().map(describeStep);
const connectorTitle = (id: string) => connectorCatalog.get(id)?.title ?? id;
const comments = paramComments(new URL('functions/src/steps/', ROOT));
const pages: Readonly<Record<string, string>> = {
  'docs/steps.md': stepReference(steps, { connectorTitle, comments }),
  'docs/events.md': eventReference(),
  'docs/templates.md': templateReference((action) =>
    (steps.find(({ id }) => id === action)?.connectors ?? []).map(connectorTitle),
  ),
  'web/src/lib/step-facts.json': stepFacts(steps),
  'web/src/components/flow/step-icons.ts': stepIcons(steps),
};

const stale = Object.entries(pages).filter(([path, text]) => textAt(path) !== text);
if (process.argv.includes('--write')) {
  for (const [path, text] of stale) writeFileSync(new URL(path, ROOT), text);
  process.stdout.write(
    `${stale.length === 0 ? 'All pages are as they should be' : stale.map(([path]) => path).join(', ')}\n`,
  );
} else if (stale.length > 0) {
  const names = stale.map(([path]) => path);
  process.stderr.write(
    `These pages no longer say what the code does:\n  ${names.join('\n  ')}\nRenew them: ${RENEW}\n`,
  );
  process.exitCode = 1;
}

function textAt(path: string): string | null {
  try {
    return readFileSync(new URL(path, ROOT), 'utf8');
  } catch {
    return null;
  }
}
