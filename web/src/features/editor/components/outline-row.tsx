import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import classes from './outline.module.css';

interface RowProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly detail?: string | null;
  readonly isSelected: boolean;
  readonly problems: number;
  readonly isDragged?: boolean;
  /** What else can be done with it. */
  readonly tools?: ReactNode;
  onSelect(): void;
  onDelete?(): void;
}

/** A part of the playbook in the outline. Arrows go from one to the next, Delete takes it away. */
export function OutlineRow(props: RowProps) {
  const { icon, title, detail = null, isSelected, problems, isDragged = false, tools, onSelect, onDelete } = props;
  return (
    <div
      className={classes.row}
      data-selected={isSelected || undefined}
      data-bad={problems > 0 || undefined}
      data-dragged={isDragged || undefined}
    >
      <button
        type="button"
        className={classes.rowMain}
        data-outline
        aria-current={isSelected || undefined}
        onClick={onSelect}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault();
            stepFocus(event.currentTarget, event.key === 'ArrowDown' ? 1 : -1);
          }
          if ((event.key === 'Delete' || event.key === 'Backspace') && onDelete !== undefined) {
            event.preventDefault();
            stepFocus(event.currentTarget, -1);
            onDelete();
          }
        }}
      >
        <span className={classes.rowIcon}>{icon}</span>
        <span className={classes.rowText}>
          <span className={classes.rowTitle}>{title}</span>
          {detail !== null && <span className={classes.rowDetail}>{detail}</span>}
        </span>
        {problems > 0 && (
          <span
            className={classes.rowBad}
            role="img"
            aria-label={problems === 1 ? 'One problem' : `${problems} problems`}
          >
            <CircleAlert size={17} aria-hidden />
          </span>
        )}
      </button>
      {tools !== undefined && <div className={classes.rowTools}>{tools}</div>}
    </div>
  );
}

/** Selects the row before or behind; on a phone, where that would leave the list, it is only gone to. */
function stepFocus(from: HTMLElement, by: number): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-outline]')];
  const next = rows[rows.indexOf(from) + by];
  next?.focus();
  if (matchMedia('(min-width: 62.01em)').matches) next?.click();
}
