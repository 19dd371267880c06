import { LeftError, UsageError } from './errors.ts';
import { oneLine } from './screen.ts';

export interface Choice<T> {
  readonly value: T;
  readonly label: string;
  readonly hint?: string;
}

/** Questions to whoever sits at the terminal. Each throws `LeftError` when it is left with Ctrl-C or Esc. */
export interface Ask {
  confirm(question: string): Promise<boolean>;
  choose<T>(question: string, choices: readonly Choice<T>[]): Promise<T>;
  /** Empty where nothing was typed. */
  text(question: string, suggestion?: string): Promise<string>;
  secret(question: string): Promise<string>;
}

/** Loads the prompts only when something is asked. */
export function createAsk(): Ask {
  const prompts = () => import('@clack/prompts');
  return {
    confirm: async (question) =>
      answered(await (await prompts()).confirm({ message: oneLine(question), initialValue: false })),
    choose: async (question, choices) => {
      // Numbers stand for the values: whatever these are, the list shows them as they are called.
      const options = choices.map(({ label, hint }, value) => ({
        value,
        label: oneLine(label),
        ...(hint !== undefined && { hint: oneLine(hint) }),
      }));
      const { select } = await prompts();
      const chosen = choices[answered(await select<number>({ message: oneLine(question), options }))];
      if (chosen === undefined) throw new LeftError();
      return chosen.value;
    },
    text: async (question, suggestion) => {
      const more = suggestion === undefined ? {} : { initialValue: oneLine(suggestion) };
      return typed(await (await prompts()).text({ message: oneLine(question), ...more }));
    },
    secret: async (question) => typed(await (await prompts()).password({ message: oneLine(question) })),
  };
}

function answered<T>(answer: T): Exclude<T, symbol> {
  if (typeof answer === 'symbol') throw new LeftError();
  return answer as Exclude<T, symbol>;
}

/** What was left empty is no text at all. */
function typed(answer: string | symbol | undefined): string {
  return answered(answer) ?? '';
}

/** Whoever may be asked. Throws `UsageError` where nobody is there, saying what to give instead. */
export function asked(ask: Ask | null, instead: string): Ask {
  if (ask === null) throw new UsageError('Nobody is there to ask', { fix: instead });
  return ask;
}
