import type { TakenOut } from '../../model/gallery-views.ts';
import type { JsonValue } from '../../model/json.ts';
import type { PlaybookContent, PlaybookInput } from '../../model/playbook.ts';
import type { Step } from '../../model/step.ts';
import type { StepCatalog } from '../engine/step-type.ts';
import { type Ask, createAsks } from './ask-instead.ts';
import type { PrivateFacts } from './private-facts.ts';
import {
  ADDRESS,
  EMAIL,
  isPrivateAddress,
  isSecretName,
  KEY,
  PHONE,
  randomWords,
  wordsPattern,
} from './private-words.ts';

export interface Cleaned {
  readonly content: PlaybookContent;
  readonly takenOut: readonly TakenOut[];
}

/** What a value in a step is: the step's title, the name of the param, and where it stands. */
interface Place {
  readonly title: string;
  readonly param: string;
  readonly path: string;
  /** Whether it names whom or what the step reaches: then it is the tenant's own, whatever it is. */
  readonly isTarget: boolean;
}

/**
 * A playbook without what is its tenant's own: connections, people, recipients, addresses, ids, secrets. What it cannot
 * do without is asked for by inputs instead, each once; amounts and texts stay. What stands in expressions and in params
 * that take no template is left where it is: `findPrivate` names that.
 */
export function cleanContent(content: PlaybookContent, facts: PrivateFacts, catalog: StepCatalog): Cleaned {
  const takenOut: TakenOut[] = [];
  const note = (path: string, what: TakenOut['what'], input: string | null) =>
    void takenOut.push({ path, what, input });
  const asks = createAsks(content.inputs.map(({ name }) => name));
  const inputs = content.inputs.map((input, index) => cleanInput(input, `inputs.${index}`, facts, note));
  const context = { facts, catalog, asks, note };
  const steps = content.steps.map((step) => cleanStep(step, `steps.${step.id}`, context));
  const onFailure = content.onFailure.map((step) => cleanStep(step, `onFailure.${step.id}`, context));
  const triggers = content.triggers.map((one) => (one.type === 'schedule' ? { ...one, timezone: 'UTC' } : one));
  return { content: { ...content, triggers, inputs: [...inputs, ...asks.inputs()], steps, onFailure }, takenOut };
}

interface Context {
  readonly facts: PrivateFacts;
  readonly catalog: StepCatalog;
  readonly asks: ReturnType<typeof createAsks>;
  readonly note: (path: string, what: TakenOut['what'], input: string | null) => void;
}

function cleanInput(input: PlaybookInput, path: string, facts: PrivateFacts, note: Context['note']): PlaybookInput {
  const isPrivate = texts(input.default).some((text) => findings(text, facts).length > 0);
  if (!isPrivate) return input;
  note(`${path}.default`, 'id', input.name);
  return { ...input, default: null };
}

function cleanStep(step: Step, path: string, context: Context): Step {
  const { catalog, note } = context;
  const type = catalog.get(step.action);
  const targets = type?.kind === 'action' ? (type.targets ?? []) : [];
  const literals = type?.literals ?? [];
  const params = Object.entries(step.params).flatMap(([param, value]): [string, JsonValue][] => {
    const at = `${path}.params.${param}`;
    if (/connection$/i.test(param) && typeof value === 'string') {
      note(at, 'connection', null);
      return [];
    }
    if (literals.includes(param)) return [[param, value]];
    const place = { title: type?.title ?? step.action, param, path: at, isTarget: targets.includes(param) };
    return [[param, cleanValue(value, place, context)]];
  });
  const inner = (steps: readonly Step[]) => steps.map((one) => cleanStep(one, `${path}.${one.id}`, context));
  const branches = step.branches.map((branch) => ({ ...branch, steps: inner(branch.steps) }));
  const rest = { steps: inner(step.steps), branches, errorSteps: inner(step.errorSteps) };
  return { ...step, params: Object.fromEntries(params), approval: approvalOf(step, path, note), ...rest };
}

/** Who is asked is another team: everybody whose role allows it. */
function approvalOf({ approval }: Step, path: string, note: Context['note']): Step['approval'] {
  if (approval === null || approval.approvers.length === 0) return approval;
  note(`${path}.approval.approvers`, 'person', null);
  return { ...approval, approvers: [], needed: 1 };
}

function cleanValue(value: JsonValue, place: Place, context: Context): JsonValue {
  if (typeof value === 'string') return cleanText(value, place, context);
  if (value === null || typeof value !== 'object') {
    return place.isTarget && typeof value === 'number'
      ? replaced({ what: 'id', text: String(value) }, place, context)
      : value;
  }
  if (Array.isArray(value))
    return value.map((one, index) => cleanValue(one, { ...place, path: `${place.path}.${index}` }, context));
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const param = /^\w+$/.test(name) ? name : place.param;
      return [name, cleanValue(inner, { ...place, param, path: `${place.path}.${name}` }, context)];
    }),
  );
}

/** Nobody fills in a form like that. */
const MOST_ASKED = 40;
const TEMPLATE = /(\{\{[\s\S]*?\}\})/;

function cleanText(text: string, place: Place, context: Context): string {
  if (text === '') return text;
  if (!TEMPLATE.test(text) && isOwn(text, place, context)) {
    const what = place.isTarget ? kindOf(text) : 'secret';
    return replaced({ what, text }, place, context);
  }
  return text
    .split(TEMPLATE)
    .map((piece) => (piece.startsWith('{{') ? piece : cleanPiece(piece, place, context)))
    .join('');
}

/** Whom or what a step reaches is its tenant's own, unless it is an address that everybody may know. */
function isOwn(text: string, { param, isTarget }: Place, { facts }: Context): boolean {
  if (isSecretName(param)) return true;
  const [address] = text.match(ADDRESS) ?? [];
  return isTarget && (address !== text || isPrivateAddress(text, facts.hosts));
}

/** One finding after the other, the longest first, each taken out wherever it stands. */
function cleanPiece(piece: string, place: Place, context: Context): string {
  const [first] = findings(piece, context.facts);
  // What is left then, the second look refuses.
  if (first === undefined || context.asks.inputs().length > MOST_ASKED) return piece;
  const parts = piece.split(first.text);
  const instead = first.isBusiness ? '{{org.name}}' : replaced(first, place, context);
  if (first.isBusiness) context.note(place.path, 'name', null);
  return parts.map((part) => cleanPiece(part, place, context)).join(instead);
}

function replaced(ask: Ask, place: Place, { asks, note }: Context): string {
  const input = asks.nameFor(ask, place);
  note(place.path, ask.what, input);
  return `{{inputs.${input}}}`;
}

interface Finding extends Ask {
  readonly isBusiness?: boolean;
}

/** What is private in a text, what contains another before that. */
function findings(text: string, { ids, names, hosts, business }: PrivateFacts): Finding[] {
  const lower = text.toLowerCase();
  const all = (pattern: RegExp) => [...text.matchAll(pattern)].map(([found]) => found);
  const found: Finding[] = [
    ...all(ADDRESS)
      .filter((one) => isPrivateAddress(one, hosts))
      .map((one) => ({ what: 'address' as const, text: one })),
    ...ids.filter((id) => text.includes(id)).map((one) => ({ what: 'id' as const, text: one })),
    ...all(EMAIL).map((one) => ({ what: 'email' as const, text: one })),
    ...all(KEY).map((one) => ({ what: 'secret' as const, text: one })),
    ...randomWords(text).map((one) => ({ what: 'secret' as const, text: one })),
    ...all(PHONE).map((one) => ({ what: 'phone' as const, text: one })),
    ...hosts
      .filter((one) => lower.includes(one))
      .flatMap((one) => all(wordsPattern(one, 'giu')))
      .map((one) => ({ what: 'address' as const, text: one })),
    ...names
      .filter((one) => text.includes(one) && wordsPattern(one).test(text))
      .map((one) => ({ what: 'name' as const, text: one })),
  ];
  const isNamed = business.length > 2 && wordsPattern(business).test(text);
  return [
    ...found.sort((a, b) => b.text.length - a.text.length),
    ...(isNamed ? [{ what: 'name' as const, text: business, isBusiness: true }] : []),
  ];
}

function kindOf(text: string): TakenOut['what'] {
  if (text.match(EMAIL)) return 'email';
  if (text.match(ADDRESS)) return 'address';
  return text.match(PHONE) ? 'phone' : 'id';
}

function texts(value: JsonValue): string[] {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(texts) : [];
}
