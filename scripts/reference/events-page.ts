import { z } from 'zod';
import { type EventType, eventCatalog } from '../../functions/src/model/event-catalog.ts';
import { jsonObject } from '../../functions/src/model/json.ts';
import { escaped, table } from './markdown.ts';
import { fieldsOf } from './type-words.ts';

const HEAD = `# Events

Made from the code by \`npm run docs\`; do not edit it by hand.

An event is a fact that playbooks can listen for: \`{type: 'event', eventName, filter}\`. The filter is an expression over \`event\`, whose
fields stand below; a name or a field that does not exist is refused when the playbook is saved. Each event is told on the edge: when it
becomes true, not as long as it is. Events are kept for 30 days.

- **Changes of your data** become events whoever makes them: a person, a program, a step. A document that cannot be read (a price that is no
  number) makes none; the log names the field. What a step has written carries how many playbooks stand before it, and a chain of more
  than eight ends.
- **By time alone**: what comes true because days pass is told at seven in the morning of your time zone, once for each date and number of
  days. Dates may be times or ISO text (\`2026-11-20\`). What was due before you began to use it is not told afterwards.
- **Events of your own** are called \`custom.something\`: \`POST /api/events {eventName, subject, data}\`, by an editor or by a key with the
  scope \`events:publish\`; the same \`Idempotency-Key\` is the same event. They may hold anything up to 64 KB, and count as written by strangers.
- **To look and to repeat**: \`GET /api/events\`, \`GET /api/events/{id}\` (what it started, and why the others did not),
  \`POST /api/events/{id}/replay {playbookId?, dryRun?}\`: a new occurrence that happens now, for all that listen or for one playbook.
  \`GET /api/event-types\` is this page as data.
`;
const SOURCES: Readonly<Record<string, string>> = {
  records: 'From changes of `records/{collection}/items`, collections of your own making',
  sweep: 'By time alone (looked for every morning)',
  playbooks: 'Of the product itself',
};

/** docs/events.md: a table, then a chapter for each event. */
export function eventReference(): string {
  const sources = [...new Set(eventCatalog.map(({ source }) => source))];
  const tables = sources.map((source) => {
    const rows = eventCatalog
      .filter((event) => event.source === source)
      .map(({ name, title, description }) => [`[\`${name}\`](#${name.replaceAll('.', '')})`, title, description]);
    return `### ${SOURCES[source] ?? `From changes of \`${source}\``}\n\n${table(
      ['Event', 'Title', 'When'],
      rows.map((row) => row.map(escaped)),
    )}`;
  });
  const glance = `## All ${eventCatalog.length} at a glance`;
  return `${[HEAD.trimEnd(), glance, ...tables, '## One by one', ...eventCatalog.map(chapter)].join('\n\n')}\n`;
}

function chapter({ name, title, description, payload, example, isTainted }: EventType): string {
  const schema = z.toJSONSchema(payload, { io: 'output', unrepresentable: 'any' });
  const fields = fieldsOf(jsonObject.parse(JSON.parse(JSON.stringify(schema))));
  const rows = fields.map((field) => [`\`event.${field.name}\``, escaped(field.type), escaped(field.meaning)]);
  const taint = isTainted ? ' It may hold what strangers wrote, so it taints what is made of it.' : '';
  return [
    `### ${name}`,
    `**${title}.** ${description}${taint}`,
    table(['Field', 'Type', 'Meaning'], rows),
    `\`\`\`json\n${JSON.stringify(example, null, 2)}\n\`\`\``,
  ].join('\n\n');
}
