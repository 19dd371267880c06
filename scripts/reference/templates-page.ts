import { templates } from '../../functions/src/core/authoring/templates/registry.ts';
import { startWords } from '../../functions/src/core/authoring/templates/start-words.ts';
import {
  sketchTemplate,
  type Template,
  type TemplateFacts,
} from '../../functions/src/core/authoring/templates/template.ts';
import { BUSINESSES, businessWords } from '../../functions/src/model/business.ts';
import { allSteps } from '../../functions/src/model/step.ts';
import { escaped, table } from './markdown.ts';

const HEAD = `# Templates

Made from the code by \`npm run docs\`; do not edit it by hand.

A template is a playbook that is ready but for a few answers. In the app they are under **Templates**; by the API:

- \`GET /api/templates\`: all of them, with what they ask (\`questions\`, a JSON schema whose defaults are what is known of the business), what
  starts them, what they do, and which connections they need. Those for the kind of the business (\`business\` of the tenant) come first.
- \`POST /api/templates/{id}/preview {answers}\`: what it would be: content, forecast with costs and limits, missing connections. Answers that
  are missing or wrong are made up for the picture and named in \`problems\`. Nothing is stored.
- \`POST /api/templates/{id}/use {answers, activate}\`: makes the playbook, by the same code as \`POST /api/playbooks\`. Wrong answers are a 422
  that names them (\`answers.email\`). What is made is yours: edit it as any other.

Those marked **held to its word** come with the contract of what they are asked for; its examples are checked at every edit.

**Sample data.** \`POST /api/sample-data {business}\` (admins) puts at most 150 made-up documents among your own: ids \`sample-…\`, the field
\`isSample: true\`, e-mail addresses at example.com only; \`{business: 'gym', size: 'large'}\` some 4,600, with 3,832 open prospects. Putting it in and taking it out (\`DELETE /api/sample-data\`) tells of no events, so nothing
starts by it; what is done with it in between is told as of any other document, and active playbooks find it among yours.

**Thresholds.** \`PATCH /api/agent_configs/global {past_due_days, escalation_days, door_days, campaign_limit, confirmations}\` (admins) says once
with what the templates for late payments, campaigns and doors ask. A playbook keeps what it was made with.

A template is one entry in \`functions/src/core/authoring/templates\`: questions (zod) and \`build\`. A test has each of them checked against the
catalogue, forecast, and run through on sample data.
`;

/** docs/templates.md: a table for each kind of business that they were made for first. */
export function templateReference(connectorsOf: (action: string) => readonly string[]): string {
  const chapters = BUSINESSES.map((business) => {
    const own = templates.filter(({ businesses }) => businesses[0] === business);
    const rows = own.map((template) => row(template, connectorsOf));
    const head = ['Template', 'What it does', 'Starts', 'Needs', 'Also for'];
    return `## ${businessWords[business]}\n\n${table(head, rows)}\n`;
  });
  return [HEAD, ...chapters].join('\n');
}

const facts: TemplateFacts = {
  tenant: { name: 'Your business', timezone: 'UTC', currency: 'USD', locale: 'en-US', competitors: [] },
  user: { name: 'You', email: 'you@example.com' },
  now: new Date('2026-01-01T00:00:00Z'),
};

function row(template: Template, connectorsOf: (action: string) => readonly string[]): string[] {
  const { id, title, description, businesses } = template;
  const draft = sketchTemplate(template, {}, facts);
  const needs = new Set(allSteps(draft.steps).flatMap(({ action }) => connectorsOf(action).slice(0, 1)));
  const starts = draft.triggers.map((trigger) => startWords(trigger, 'en-US'));
  const held = draft.contract ? ' **Held to its word.**' : '';
  const others = businesses.slice(1).map((business) => businessWords[business].toLowerCase());
  return [
    `${escaped(title)} (\`${id}\`)`,
    `${escaped(description)}${held}`,
    escaped(starts.join('; ')),
    [...needs].join(', '),
    escaped(others.join(', ')),
  ];
}
