import type { JsonObject, JsonValue } from '../../../model/json.ts';

/** In characters: of an output, and of one text in what is shown of a longer one. */
const MOST = 6_000;
const MOST_OF_A_TEXT = 300;

interface Digest {
  readonly text: string;
  /** What is left out, and how to come by it; null where nothing is. */
  readonly note: string | null;
}

/** An output for a model to read: whole where it is short, else its beginning. `name` is what a template reads it by. */
export function digestOf(output: JsonValue, name: string): Digest {
  const whole = JSON.stringify(output);
  if (whole.length <= MOST) return { text: whole, note: null };
  const found = longestList(output);
  if (found === null) {
    return { text: whole.slice(0, MOST), note: `Of ${whole.length} characters these are the first ${MOST}.` };
  }
  const { list, field } = found;
  const rest = restOf(output, field);
  const shown = firstOf(list, MOST - JSON.stringify(rest).length);
  const text = JSON.stringify(field === null ? shown : { ...rest, [field]: shown });
  const address = field === null ? name : `${name}.${field}`;
  return {
    text,
    note: `Of ${list.length} items these are the first ${shown.length}. All of them can be given to another tool as {{${address}}}, alone in a param: filter_list pages with \`index >= ${shown.length} && index < ${2 * shown.length}\`, aggregate_list counts and sums.`,
  };
}

/** The longest list that it is, or that one of its fields is. */
function longestList(output: JsonValue): { readonly list: readonly JsonValue[]; readonly field: string | null } | null {
  if (Array.isArray(output)) return { list: output, field: null };
  if (output === null || typeof output !== 'object') return null;
  const lists = Object.entries(output).flatMap(([field, value]) =>
    Array.isArray(value) ? [{ list: value, field }] : [],
  );
  return lists.toSorted((a, b) => JSON.stringify(b.list).length - JSON.stringify(a.list).length)[0] ?? null;
}

function restOf(output: JsonValue, field: string | null): JsonObject {
  if (field === null || output === null || typeof output !== 'object' || Array.isArray(output)) return {};
  const others = Object.entries(output).filter(([name]) => name !== field);
  return Object.fromEntries(others.map(([name, value]) => [name, shortened(value)]));
}

/** As many as there is room for, one at least; long texts in them are cut. */
function firstOf(list: readonly JsonValue[], room: number): JsonValue[] {
  const shown: JsonValue[] = [];
  let left = room;
  for (const item of list) {
    const short = shortened(item);
    left -= JSON.stringify(short).length + 1;
    if (left < 0 && shown.length > 0) break;
    shown.push(short);
  }
  return shown;
}

function shortened(value: JsonValue): JsonValue {
  if (typeof value === 'string') return value.length > MOST_OF_A_TEXT ? `${value.slice(0, MOST_OF_A_TEXT)}…` : value;
  if (value === null || typeof value !== 'object') return value;
  const text = JSON.stringify(value);
  if (text.length <= MOST / 4) return value;
  if (Array.isArray(value)) return `${value.length} items`;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, shortened(one)]));
}
