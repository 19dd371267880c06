import type { JsonObject, JsonValue } from '../../functions/src/model/json.ts';
import type { PlaybookInput } from '../../functions/src/model/playbook.ts';
import { UsageError } from './errors.ts';

/** Inputs as they are typed, `name=value`, as the values that the playbook asks for. Throws `UsageError`. */
export function readInputs(given: readonly string[], declared: readonly PlaybookInput[]): JsonObject {
  const inputs: JsonObject = {};
  for (const pair of given) {
    const at = pair.indexOf('=');
    if (at < 1) throw new UsageError(`'${pair}' is no input`, { fix: 'write it as --input name=value' });
    const [name, text] = [pair.slice(0, at), pair.slice(at + 1)];
    const input = declared.find((one) => one.name === name);
    if (input === undefined) throw new UsageError(`The playbook has no input '${name}'`, { fix: asks(declared) });
    inputs[name] = typedAs(input, text);
  }
  return inputs;
}

function asks(declared: readonly PlaybookInput[]): string {
  return declared.length === 0 ? 'it asks for none' : `it asks for ${declared.map(({ name }) => name).join(', ')}`;
}

function typedAs({ name, type, options }: PlaybookInput, text: string): JsonValue {
  switch (type) {
    case 'number': {
      const number = Number(text);
      if (text.trim() !== '' && Number.isFinite(number)) return number;
      throw new UsageError(`The input '${name}' is a number, and '${text}' is none`);
    }
    case 'boolean':
      if (/^(true|yes|1)$/i.test(text)) return true;
      if (/^(false|no|0)$/i.test(text)) return false;
      throw new UsageError(`The input '${name}' is yes or no, not '${text}'`);
    case 'select':
      if (options.includes(text)) return text;
      throw new UsageError(`The input '${name}' is one of ${options.join(', ')}`);
    case 'list':
      return text === '' ? [] : text.split(',').map((item) => item.trim());
    case 'text':
    case 'date':
      return text;
  }
}
