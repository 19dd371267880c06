import { Check, LoaderCircle, type LucideIcon, TriangleAlert } from 'lucide-react';
import tones from '../../../components/ui/tone.module.css';
import { humanize } from '../../../lib/words.ts';
import type { Tool } from '../api/thread.ts';
import classes from './message.module.css';

const looks: Record<Tool['status'], { readonly icon: LucideIcon; readonly word: string }> = {
  running: { icon: LoaderCircle, word: 'under way' },
  done: { icon: Check, word: 'done' },
  failed: { icon: TriangleAlert, word: 'failed' },
};

/** What is being done for the answer; once it stands, what went well is folded. */
export function ToolLines({ tools, isOver }: { readonly tools: readonly Tool[]; readonly isOver: boolean }) {
  const done = isOver ? tools.filter(({ status }) => status === 'done') : [];
  const folded = done.length > 1 ? done : [];
  const open = tools.filter((tool) => !folded.includes(tool));
  return (
    <>
      {open.length > 0 && <Lines tools={open} isOver={isOver} />}
      {folded.length > 0 && (
        <details className={classes.done}>
          <summary>{folded.length} things done</summary>
          <Lines tools={folded} isOver />
        </details>
      )}
    </>
  );
}

function Lines({ tools, isOver }: { readonly tools: readonly Tool[]; readonly isOver: boolean }) {
  return (
    <ul className={classes.tools}>
      {tools.map((tool) => {
        const { icon: Icon, word } = looks[tool.status];
        const isMoving = tool.status === 'running' && !isOver;
        return (
          <li key={tool.callId} data-status={tool.status}>
            <Icon size={14} role="img" aria-label={word} className={isMoving ? tones.busy : undefined} />
            {tool.words || humanize(tool.tool)}
          </li>
        );
      })}
    </ul>
  );
}
