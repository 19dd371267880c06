import { Skeleton, VisuallyHidden } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { FlowPicture } from '../../../components/flow/flow-picture.tsx';
import type { StepTypes } from '../../../lib/step-types.ts';
import type { TextForm } from '../../../lib/text-form.ts';
import { triggerWords } from '../../../lib/trigger-words.ts';
import type { Selection } from '../api/selection.ts';
import type { Editing } from '../api/use-editor.ts';
import classes from './editor.module.css';
import { Outline } from './outline.tsx';
import { SelectedForm } from './selected-form.tsx';
import { StepCatalogue } from './step-catalogue.tsx';
import { useOutline } from './use-outline.ts';

const CodeView = lazy(() => import('./code-view.tsx'));

export type View = 'list' | 'picture' | TextForm;

interface ShownProps extends PanesProps {
  readonly view: View;
  onList(): void;
  onUnkept(text: string | null): void;
}

/** The draft as it was asked for: as a list, a picture, or a text. */
export function Shown({ view, onList, onUnkept, ...panes }: ShownProps) {
  const { editing, selection, onSelect } = panes;
  const { edited } = editing;
  switch (view) {
    case 'list':
      return <Panes {...panes} />;
    case 'picture':
      return (
        <FlowPicture
          triggers={edited.triggers.map(triggerWords)}
          steps={edited.steps}
          onFailure={edited.onFailure}
          height={600}
          selected={selection?.kind === 'step' ? selection.id : null}
          onSelect={(id) => {
            onList();
            onSelect({ kind: 'step', id }, true);
          }}
        />
      );
    case 'json':
    case 'yaml':
      return (
        <Suspense fallback={<Skeleton height={420} radius="lg" />}>
          <CodeView
            key={view}
            edited={edited}
            form={view}
            name={edited.name}
            onChange={(next) => editing.change(next, 'text')}
            onUnkept={onUnkept}
          />
        </Suspense>
      );
  }
}

interface PanesProps {
  readonly playbookId: string;
  readonly editing: Editing;
  readonly types: StepTypes;
  readonly selection: Selection | null;
  readonly isJump: boolean;
  onSelect(selection: Selection | null, isJump?: boolean): void;
}

function Panes({ playbookId, editing, types, selection, isJump, onSelect }: PanesProps) {
  const { edited, change, problems } = editing;
  const { outline, adding, add, stopAdding, said } = useOutline(editing, types, selection, (next) =>
    onSelect(next, next !== null && next.kind === 'step' && adding !== null),
  );
  const { moving } = outline.moves;
  return (
    <>
      <div className={classes.panes} data-shown={selection === null ? 'outline' : 'form'}>
        <Outline
          steps={outline}
          selection={selection}
          problems={problems}
          onSelect={onSelect}
          onAddTrigger={(trigger) => {
            change({ ...edited, triggers: [...edited.triggers, trigger] }, null);
            onSelect({ kind: 'trigger', index: edited.triggers.length }, true);
          }}
        />
        <SelectedForm
          playbookId={playbookId}
          editing={editing}
          types={types}
          selection={selection}
          isJump={isJump}
          onSelect={onSelect}
        />
      </div>
      {moving?.by === 'keys' && (
        <div className={classes.moving} role="status">
          Arrows move it, Enter puts it down, Escape leaves it where it was.
        </div>
      )}
      <VisuallyHidden role="status">{said}</VisuallyHidden>
      {adding !== null && <StepCatalogue types={types} onChoose={add} onClose={stopAdding} />}
    </>
  );
}
