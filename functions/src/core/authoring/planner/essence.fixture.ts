import type { Contract, ContractAction, ContractCondition } from '../../../model/contract.ts';
import type { AuthoringFacts } from '../authoring-facts.ts';
import type { OpenQuestion } from '../understanding.ts';
import { understand } from './understand.ts';

const condition = ({ measure, operator, value, unit, of }: ContractCondition) =>
  `${of === null ? '' : `${of}: `}${measure} ${operator} ${value}${unit === 'none' ? '' : ` ${unit}`}`;

function action({ action: name, to, when, also, details }: ContractAction): string {
  const texts = Object.values(details).map((text) => `(${text})`);
  const only = also.map((one) => `if ${condition(one)}`);
  return [when === 'then' ? '' : `${when}:`, name, ...to, ...texts, ...only].filter((part) => part !== '').join(' ');
}

/** `stock | inventory.low_stock | quantity < 5 | notify user (the text)`. */
export function essence({ subject, triggers, conditions, actions }: Contract): string {
  const when = triggers.map((one) => {
    if (one.type === 'event') return one.eventName;
    return one.type === 'schedule' ? [one.cron, one.weekOfMonth, one.until].filter(Boolean).join(' ') : one.type;
  });
  const parts = [when.join(' + '), conditions.map(condition).join(' & '), actions.map(action).join(', ')];
  return [subject === 'nothing' ? '' : subject, ...parts].filter((part) => part !== '').join(' | ');
}

/** What the last sentence of a dialogue (parted by ` / `) comes out as: a contract, an order, or what is asked about. */
export function saidAs(dialogue: string, facts: AuthoringFacts): string {
  let open: OpenQuestion | null = null;
  let last = '';
  for (const sentence of dialogue.split(' / ')) {
    const understood = understand(sentence, facts, open);
    open = understood.kind === 'ask' ? understood.open : null;
    if (understood.kind === 'create') last = essence(understood.contract);
    else if (understood.kind === 'ask') last = `ask ${understood.about}`;
    else if (understood.kind === 'command') last = `${understood.command.verb} ${understood.command.target}`;
    else if (understood.kind === 'edit')
      last = `change ${understood.target}: ${understood.changes.map(({ type }) => type).join(', ')}`;
    else last = understood.kind;
  }
  return last;
}
