import { Menu } from '@mantine/core';
import { eventCatalog } from '@model/event-catalog.ts';
import { CalendarClock, FormInput, Hand, type LucideIcon, Plus, SlidersHorizontal, Webhook, Zap } from 'lucide-react';
import { useSession } from '../../../lib/session.ts';
import { triggerWords } from '../../../lib/trigger-words.ts';
import { humanize } from '../../../lib/words.ts';
import type { Edited } from '../api/edited.ts';
import { isSame, type PlacedProblem, type Selection } from '../api/selection.ts';
import classes from './editor.module.css';
import rows from './outline.module.css';
import { OutlineRow } from './outline-row.tsx';
import { type OutlineProps, StepBlock } from './step-outline.tsx';
import type { Trigger } from './trigger-form.tsx';

interface EditorOutlineProps {
  readonly steps: OutlineProps;
  readonly selection: Selection | null;
  readonly problems: readonly PlacedProblem[];
  onSelect(selection: Selection): void;
  onAddTrigger(trigger: Trigger): void;
}

const ICONS: Readonly<Record<Trigger['type'], LucideIcon>> = {
  schedule: CalendarClock,
  event: Zap,
  webhook: Webhook,
  manual: Hand,
};

/** All parts of a playbook, from top to bottom in the order in which they happen. */
export function Outline({ steps, selection, problems, onSelect, onAddTrigger }: EditorOutlineProps) {
  const { edited } = steps;
  const countAt = (where: Selection) => problems.filter((problem) => isSame(problem.where, where)).length;
  const row = (where: Selection) => ({
    isSelected: isSame(selection, where),
    problems: countAt(where),
    onSelect: () => onSelect(where),
  });
  return (
    <div className={classes.outline}>
      <OutlineRow
        icon={<SlidersHorizontal size={16} aria-hidden />}
        title="About this playbook"
        detail={edited.category === 'general' ? 'Name, category, agent' : humanize(edited.category)}
        {...row({ kind: 'general' })}
      />
      <h2 className={rows.part}>What starts it</h2>
      <ul className={`${rows.list} ${rows.plainList}`}>
        {edited.triggers.map((trigger, index) => {
          const Icon = ICONS[trigger.type];
          return (
            <li key={trigger.id ?? index}>
              <OutlineRow
                icon={<Icon size={16} aria-hidden />}
                title={triggerWords(trigger)}
                {...row({ kind: 'trigger', index })}
              />
            </li>
          );
        })}
      </ul>
      <AddTrigger edited={edited} onAdd={onAddTrigger} />
      <h2 className={rows.part}>What it asks for</h2>
      <OutlineRow
        icon={<FormInput size={16} aria-hidden />}
        title={
          edited.inputs.length === 0 ? 'Nothing' : edited.inputs.map(({ label, name }) => label || name).join(', ')
        }
        {...row({ kind: 'inputs' })}
      />
      <h2 className={rows.part}>What it does</h2>
      <StepBlock {...steps} block={{ parent: null, at: 'steps' }} steps={edited.steps} add="Add a step" />
      <h2 className={rows.part}>If it fails</h2>
      <StepBlock
        {...steps}
        block={{ parent: null, at: 'onFailure' }}
        steps={edited.onFailure}
        add="Add a step for that"
      />
    </div>
  );
}

function AddTrigger({ edited, onAdd }: { readonly edited: Edited; onAdd(trigger: Trigger): void }) {
  const { tenant } = useSession();
  const item = (type: Trigger['type'], words: string) => {
    const Icon = ICONS[type];
    return (
      <Menu.Item leftSection={<Icon size={16} aria-hidden />} onClick={() => onAdd(newTrigger(type, tenant.timezone))}>
        {words}
      </Menu.Item>
    );
  };
  const isManual = edited.triggers.some(({ type }) => type === 'manual');
  return (
    <Menu position="bottom-start" withinPortal>
      <Menu.Target>
        <button type="button" className={rows.add}>
          <Plus size={16} aria-hidden />
          {edited.triggers.length === 0 ? 'Say what starts it' : 'Something else starts it, too'}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {item('schedule', 'At certain times')}
        {item('event', 'When something happens')}
        {item('webhook', 'When another service calls')}
        {!isManual && item('manual', 'By hand')}
      </Menu.Dropdown>
    </Menu>
  );
}

const listening = { filter: null, debounce: null, batch: null };

/** As it begins: right, so that only what is meant has to be changed. */
export function newTrigger(type: Trigger['type'], timezone: string): Trigger {
  switch (type) {
    case 'schedule':
      return {
        type,
        cron: '0 9 * * *',
        timezone,
        every: 1,
        ...{ anchor: null, dayOfMonth: null, weekOfMonth: null, until: null },
        catchUpPolicy: 'latest',
      };
    case 'event':
      return { type, eventName: eventCatalog[0]?.name ?? 'inventory.low_stock', ...listening };
    case 'webhook':
      return { type, scheme: 'hmac', ...listening };
    case 'manual':
      return { type };
  }
}
