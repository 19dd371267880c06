import type { JsonObject, JsonValue } from '../../model/json.ts';
import { NonRetriableError } from './errors.ts';
import type { AnyActionType, AnyStepType, StepCatalog, StepContext, Toolbox } from './step-type.ts';

const ADDRESS = /\bhttps?:\/\/[^\s"'<>()[\]{}\\^`|]+/gi;

interface Given {
  /** What the step was given: addresses in it may be called. */
  readonly given: JsonValue;
  /** Whether strangers may have had a say in that. */
  readonly isTainted: boolean;
}

/** The tools of one attempt of a step. `context` is what they are done with; its store must refuse to write. */
export function createToolbox(
  catalog: StepCatalog,
  context: Omit<StepContext, 'tools'>,
  { given, isTainted }: Given,
): Toolbox {
  let known: Set<string> | null = null;
  let isSuspect = isTainted;
  const taint = (): void => {
    isSuspect = true;
    context.taint();
  };
  const call = async (action: string, params: JsonObject): Promise<JsonValue> => {
    const type = catalog.get(action);
    if (type === undefined || !isTool(type)) throw refused(`'${action}' is no tool`, 'no_such_tool');
    const parsed = type.params.safeParse(params);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw refused(`params.${issue?.path.join('.')}: ${issue?.message}`, 'bad_params');
    }
    known ??= new Set(addressesIn(given));
    const addresses = known;
    const wanted = textsIn(params).flatMap(wantedIn);
    const strange = isSuspect ? wanted.find((address) => !addresses.has(address)) : undefined;
    if (strange !== undefined) {
      throw refused(
        `${strange} was neither given nor found on a page: with strangers' words in play, no address is made up`,
        'address_made_up',
      );
    }
    if (type.isTainting) taint();
    const output = type.output.parse(await type.run(parsed.data, { ...context, taint, tools })) as JsonValue;
    for (const address of [...wanted, ...addressesIn(output)]) addresses.add(address);
    return output;
  };
  const tools: Toolbox = {
    // Few steps ask for them.
    get types() {
      return catalog.all().filter(isTool);
    },
    call,
  };
  return tools;
}

/** What costs by the token is left out, too: a model that asks models knows no end. */
function isTool(type: AnyStepType): type is AnyActionType {
  if (type.kind !== 'action' || type.effect !== 'none') return false;
  const isFree = type.worstCase === undefined && type.limit === undefined;
  return isFree && type.isGuarded === undefined && (type.connectors ?? []).length === 0;
}

/** What a text names: found in the middle of others, without the marks that end a sentence. */
function addressesIn(value: JsonValue): string[] {
  return textsIn(value).flatMap((text) => {
    const found = [...text.matchAll(ADDRESS)].map(([address]) => address.replace(/[.,;:!?]+$/, ''));
    return [text.trim(), ...found].flatMap((address) => hrefOf(address) ?? []);
  });
}

/** What a text would call: as a whole, whatever stands in it, so that nothing can be hung on an address that is known. */
function wantedIn(text: string): string[] {
  const parts = /^\s*https?:/i.test(text) ? [text.trim()] : text.split(/\s+/);
  return parts.flatMap((part) => {
    const [address] = /https?:.*$/is.exec(part) ?? [];
    return address === undefined ? [] : [hrefOf(address) ?? address];
  });
}

function hrefOf(address: string): string | null {
  return /^https?:/i.test(address) && URL.canParse(address) ? new URL(address).href : null;
}

function textsIn(value: JsonValue): string[] {
  if (typeof value === 'string') return [value];
  return value === null || typeof value !== 'object' ? [] : Object.values(value).flatMap(textsIn);
}

function refused(message: string, code: string): NonRetriableError {
  return new NonRetriableError(message, { code, mayHaveActed: false });
}
