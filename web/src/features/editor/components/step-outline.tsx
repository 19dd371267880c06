import { Menu } from '@mantine/core';
import type { StepDraft } from '@model/step.ts';
import { Copy, EllipsisVertical, GripVertical, MoveDown, MoveUp, Plus, Trash2 } from 'lucide-react';
import { Fragment, type ReactNode } from 'react';
import { StepIcon } from '../../../components/flow/step-icon.tsx';
import { conditionWords } from '../../../lib/condition-words.ts';
import { humanize, stepWords } from '../../../lib/words.ts';
import type { Edited } from '../api/edited.ts';
import { type Block, blocksWithin, type HoldsOf, levelOf, MOST_LEVELS, type Place } from '../api/step-tree.ts';
import classes from './outline.module.css';
import { OutlineRow } from './outline-row.tsx';
import { placeKey, type StepMoves } from './use-step-moves.ts';

/** What the outline shows of the steps, and what is done with them there. */
export interface OutlineProps {
  readonly edited: Edited;
  readonly holdsOf: HoldsOf;
  readonly selectedId: string | null;
  readonly moves: StepMoves;
  problemsOf(id: string): number;
  onSelect(id: string): void;
  onAdd(place: Place): void;
  onDuplicate(id: string): void;
  onDelete(id: string): void;
  /** One place up (-1) or down (1), into and out of other steps. */
  onNudge(id: string, by: 1 | -1): void;
}

interface BlockProps extends OutlineProps {
  readonly block: Block;
  readonly steps: readonly StepDraft[];
  /** What the button at the end says. */
  readonly add: string;
}

/** A list of steps with room between them for others, and the lists inside of them. */
export function StepBlock({ block, steps, add, ...outline }: BlockProps) {
  const { onAdd, moves } = outline;
  const end = { ...block, index: steps.length };
  return (
    <>
      <ol className={classes.list}>
        {steps.map((step, index) => (
          <Fragment key={step.id ?? index}>
            <li>
              <Gap place={{ ...block, index }} before={step} {...outline} />
              <StepRow step={step} {...outline} />
              <InnerBlocks step={step} {...outline} />
            </li>
          </Fragment>
        ))}
      </ol>
      <button
        type="button"
        className={classes.add}
        data-place={placeKey(end)}
        data-target={moves.isTarget(end) || undefined}
        onClick={() => onAdd(end)}
      >
        <Plus size={16} aria-hidden />
        {add}
      </button>
    </>
  );
}

interface GapProps extends OutlineProps {
  readonly place: Place;
  readonly before: StepDraft;
}

function Gap({ place, before, moves, onAdd }: GapProps) {
  return (
    <button
      type="button"
      className={classes.gap}
      data-first={place.index === 0 || undefined}
      data-place={placeKey(place)}
      data-target={moves.isTarget(place) || undefined}
      aria-label={`Add a step before ${titleOf(before)}`}
      onClick={() => onAdd(place)}
    >
      <span className={classes.gapPlus}>
        <Plus size={14} aria-hidden />
      </span>
      <span className={classes.gapWords} aria-hidden>
        Add a step here
      </span>
    </button>
  );
}

type RowProps = OutlineProps & { readonly step: StepDraft };

function StepRow({ step, ...outline }: RowProps) {
  const { selectedId, moves, problemsOf, onSelect, onDelete } = outline;
  const id = step.id ?? '';
  const isMoved = moves.moving?.id === id;
  return (
    <OutlineRow
      icon={<StepIcon action={step.action} />}
      title={titleOf(step)}
      detail={detailOf(step)}
      isSelected={selectedId === id}
      isDragged={isMoved}
      problems={problemsOf(id)}
      onSelect={() => onSelect(id)}
      onDelete={() => onDelete(id)}
      tools={
        <>
          <StepMenu step={step} {...outline} />
          <button
            type="button"
            className={`${classes.tool} ${classes.grip}`}
            aria-label={`Move ${titleOf(step)}`}
            aria-pressed={isMoved}
            title="Drag, or press Enter and use the arrows"
            {...moves.handle(id)}
          >
            <GripVertical size={17} aria-hidden />
          </button>
        </>
      }
    />
  );
}

function StepMenu({ step, onDuplicate, onDelete, onNudge }: RowProps) {
  const id = step.id ?? '';
  const item = (icon: ReactNode, words: string, act: () => void) => (
    <Menu.Item leftSection={icon} onClick={act}>
      {words}
    </Menu.Item>
  );
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <button type="button" className={classes.tool} aria-label={`More for ${titleOf(step)}`}>
          <EllipsisVertical size={17} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {item(<MoveUp size={15} aria-hidden />, 'Move up', () => onNudge(id, -1))}
        {item(<MoveDown size={15} aria-hidden />, 'Move down', () => onNudge(id, 1))}
        {item(<Copy size={15} aria-hidden />, 'Duplicate', () => onDuplicate(id))}
        {item(<Trash2 size={15} aria-hidden />, 'Delete', () => onDelete(id))}
      </Menu.Dropdown>
    </Menu>
  );
}

function InnerBlocks({ step, ...outline }: RowProps) {
  const blocks = blocksWithin(step, outline.holdsOf(step.action));
  const parent = step.id ?? null;
  const isFull = levelOf(outline.edited, { parent, at: '' }) > MOST_LEVELS;
  return blocks.map(({ at, steps }) =>
    isFull && steps.length === 0 ? null : (
      <fieldset key={at} className={classes.inner} aria-label={`${titleOf(step)}: ${innerTitle(step, at)}`}>
        <p className={classes.innerTitle}>{innerTitle(step, at)}</p>
        <StepBlock {...outline} block={{ parent, at }} steps={steps} add="Add a step here" />
      </fieldset>
    ),
  );
}

export function titleOf(step: StepDraft): string {
  return stepWords(step).title;
}

/** What the step is called where several do the same, and what is telling about it. */
function detailOf(step: StepDraft): string | null {
  const { detail } = stepWords(step);
  const { condition } = step;
  const only = condition === null ? null : `Only if ${conditionWords(condition) ?? condition}`;
  return [only, detail].filter((part) => part !== null).join(' · ') || null;
}

function innerTitle(step: StepDraft, at: string): string {
  if (at === 'errorSteps') return 'If this step fails';
  if (at === 'steps') return 'For each of them';
  const index = Number(at.split('.')[1]);
  const branch = step.branches[index];
  if (branch === undefined) return '';
  if (step.action !== 'branch') return humanize(branch.id);
  if (branch.condition === null) return index === 0 ? `${humanize(branch.id)}: always` : `${humanize(branch.id)}: else`;
  return `${humanize(branch.id)}: if ${conditionWords(branch.condition) ?? branch.condition}`;
}
