import { Popover } from '@mantine/core';
import { ChevronDown, CircleAlert } from 'lucide-react';
import { useState } from 'react';
import tones from '../../../components/ui/tone.module.css';
import type { Edited } from '../api/edited.ts';
import type { PlacedProblem } from '../api/selection.ts';
import classes from './editor.module.css';
import { ProblemList } from './problem-list.tsx';

interface ProblemsProps {
  readonly edited: Edited;
  readonly problems: readonly PlacedProblem[];
  onJump(problem: PlacedProblem): void;
}

/** How much is still to be put right, and, when asked, what: beside the page, so that it moves nothing. */
export function Problems({ edited, problems, onJump }: ProblemsProps) {
  const [isOpen, setIsOpen] = useState(false);
  const count = problems.length;
  if (count === 0) return null;
  return (
    <Popover
      opened={isOpen}
      onChange={setIsOpen}
      position="bottom-end"
      width="min(420px, calc(100vw - 32px))"
      shadow="md"
      radius="md"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <button
          type="button"
          className={`${classes.problems} ${tones.warn}`}
          aria-haspopup="dialog"
          onClick={() => setIsOpen(!isOpen)}
        >
          <CircleAlert size={15} aria-hidden />
          {count === 1 ? 'One thing still to be put right' : `${count} things still to be put right`}
          <ChevronDown size={14} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown className={classes.problemList} aria-label="Still to be put right">
        <ProblemList
          edited={edited}
          problems={problems}
          onJump={(problem) => {
            setIsOpen(false);
            onJump(problem);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
