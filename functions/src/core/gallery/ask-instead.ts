import type { TakenOut } from '../../model/gallery-views.ts';
import type { PlaybookInput } from '../../model/playbook.ts';

/** A text that is taken out, and what it is. */
export interface Ask {
  readonly what: TakenOut['what'];
  readonly text: string;
}

const WORDS: Readonly<Record<TakenOut['what'], string>> = {
  connection: 'Connection',
  email: 'E-mail address',
  phone: 'Phone number',
  address: 'Web address',
  person: 'Person',
  id: 'Your own value',
  secret: 'Key',
  name: 'Name',
};

/** The inputs that ask for what was taken out: the same text is asked for once. */
export function createAsks(taken: readonly string[]) {
  const names = new Set(taken);
  const made = new Map<string, PlaybookInput>();

  function freshName({ what }: Ask, param: string): string {
    const word = param
      .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
      .replaceAll(/\W+/g, '_')
      .toLowerCase()
      .slice(0, 40);
    const base =
      /^[a-z]/.test(word) && !['text', 'html', 'message', 'body', 'prompt', 'values'].includes(word) ? word : what;
    for (let index = 1; ; index++) {
      const name = index === 1 ? base : `${base}_${index}`;
      if (!names.has(name)) return name;
    }
  }

  /** Told apart by a number where a step asks for several of a kind. */
  function labelFor({ what }: Ask, title: string): string {
    const label = `${WORDS[what]} for “${title}”`.slice(0, 110);
    const like = [...made.values()].filter((one) => one.label?.startsWith(label)).length;
    return like === 0 ? label : `${label} (${like + 1})`;
  }

  return {
    nameFor(ask: Ask, { title, param }: { readonly title: string; readonly param: string }): string {
      const key = `${ask.what}|${ask.text}`;
      const known = made.get(key);
      if (known) return known.name;
      const name = freshName(ask, param);
      names.add(name);
      made.set(key, {
        ...{ name, label: labelFor(ask, title), help: `Goes into ${param}.` },
        ...{ type: 'text', required: true, options: [], default: null },
      });
      return name;
    },
    inputs: (): PlaybookInput[] => [...made.values()],
  };
}
