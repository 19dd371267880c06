import type { StepDescription } from '../../functions/src/core/authoring/describe-step.ts';
import type { Varying } from '../../functions/src/core/authoring/varying.ts';
import { escaped, table } from './markdown.ts';
import { type FieldWords, fieldsOf } from './type-words.ts';

interface Beside {
  readonly connectorTitle: (id: string) => string;
  readonly comments: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

const HEAD = `# Step types

Made from the code by \`npm run docs\`; do not edit it by hand. \`GET /api/steps\` says the same as data.

A step is \`{id, action, params}\`; \`action\` names one of these types. Params may hold templates such as \`{{steps.<id>.<field>}}\`,
but where they say “as written”. **Risk** is what your policy goes by ([governance.md](governance.md)). **Effect** says what a repeat
would do: \`none\` reads only, \`idempotent\` comes to the same however often it is sent, \`once\` is claimed first and never repeated
without proof that it did not happen. Texts of strangers (pages, mails, reviews) taint what is made of them.
`;

/** docs/steps.md: a table for each category, then a chapter for each step type. */
export function stepReference(steps: readonly StepDescription[], beside: Beside): string {
  const categories = [...new Set(steps.map(({ category }) => category))].toSorted();
  const inCategory = (name: string) =>
    steps.filter(({ category }) => category === name).toSorted((a, b) => a.id.localeCompare(b.id));
  const tables = categories.map((name) => {
    const rows = inCategory(name).map(({ id, title, description, risk, effect }) => {
      return [`[\`${id}\`](#${id})`, title, description, brief(risk), brief(effect)];
    });
    return `### ${name}\n\n${table(['Step type', 'Title', 'What it does', 'Risk', 'Effect'], rows)}`;
  });
  const chapters = categories.flatMap(inCategory).map((step) => chapter(step, beside));
  return `${[HEAD.trimEnd(), `## All ${steps.length} at a glance`, ...tables, '## One by one', ...chapters].join('\n\n')}\n`;
}

function chapter(step: StepDescription, { connectorTitle, comments }: Beside): string {
  const own = comments.get(step.id);
  const params = fieldsOf(step.params).map((field) => paramRow(step, field, own?.get(field.name) ?? field.meaning));
  const outputs = fieldsOf(step.output).map(({ name, type }) => [`\`${name}\``, escaped(type)]);
  const parts = [
    `### ${step.id}`,
    `**${step.title}.** ${step.description} ${step.modelDescription}`,
    factsOf(step, connectorTitle)
      .map((fact) => `- ${fact}`)
      .join('\n'),
    params.length === 0 ? 'It takes no params.' : table(['Param', 'Type', 'Default', 'Meaning'], params),
    outputs.length === 0 ? '' : `Gives:\n\n${table(['Field', 'Type'], outputs)}`,
    `\`\`\`json\n${JSON.stringify({ action: step.id, params: step.example }, null, 2)}\n\`\`\``,
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function paramRow(step: StepDescription, { name, type, isRequired, otherwise }: FieldWords, meaning: string): string[] {
  const wires = step.wires[name];
  const notes = [
    meaning.replace(/\.?$/, (end) => (meaning === '' ? '' : end || '.')),
    step.literals.includes(name) ? 'As written: no templates.' : '',
    step.htmlParams.includes(name) ? 'HTML; values of templates are escaped.' : '',
    wires === undefined ? '' : `Left out, it is taken from ${wires.map((wire) => `\`${wire}\``).join(', ')} before it.`,
  ];
  const words = notes.filter((note) => note !== '').join(' ');
  const fallback = otherwise === null ? (isRequired ? '**needed**' : '') : `\`${otherwise}\``;
  return [`\`${name}\``, escaped(type), escaped(fallback), escaped(words)];
}

function factsOf(step: StepDescription, connectorTitle: (id: string) => string): string[] {
  const { kind, limit, connectors, timeoutMs, retry, isTainting, holds } = step;
  if (kind !== 'action') return [`A word of the flow${holds === null ? '' : `; its steps stand in \`${holds}\``}.`];
  return [
    `Risk: ${varyingWords(step.risk)}. Effect: ${varyingWords(step.effect)}.`,
    ...(connectors.length === 0 ? [] : [`Needs a connection: ${connectors.map(connectorTitle).join(' or ')}.`]),
    ...(limit === null
      ? []
      : [`Counts in the daily limit \`${limit.name}\`: ${limit.perDay} a day, unless you set another.`]),
    ...(isTainting ? ['What it gives was written by strangers.'] : []),
    `Up to ${(timeoutMs ?? 0) / 1000} s, ${retry?.maxAttempts ?? 1} attempts.`,
  ];
}

function brief<T extends string>(value: Varying<T>): string {
  return typeof value === 'string' ? value : `up to ${value.upTo}`;
}

function varyingWords<T extends string>(value: Varying<T>): string {
  if (typeof value === 'string') return value;
  const param = value.dependsOn.map((name) => `\`${name}\``).join(', ');
  if (value.byValue !== null) {
    const each = Object.entries(value.byValue).map(([given, is]) => `${given} → ${is}`);
    return `by ${param} (${each.join(', ')})`;
  }
  if (value.byCount !== null) {
    return `by how many ${param} names (${value.byCount.map(([from, is]) => `from ${from}: ${is}`).join(', ')})`;
  }
  return `by ${param}, up to ${value.upTo}`;
}
