import type { JsonValue } from '@model/json.ts';
import { useState } from 'react';
import classes from './json-tree.module.css';

const LONG = 240;
const PAGE = 50;

/** Any JSON value as a tree that opens and closes. Long texts and lists are shown in parts. */
export function JsonTree({ value, label }: { readonly value: JsonValue; readonly label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable from the keyboard
    <section className={classes.tree} aria-label={label} tabIndex={0}>
      <Branch name={null} value={value} depth={0} />
    </section>
  );
}

interface BranchProps {
  readonly name: string | null;
  readonly value: JsonValue;
  readonly depth: number;
}

function Branch({ name, value, depth }: BranchProps) {
  const [isOpen, setIsOpen] = useState(depth < 1);
  const [shown, setShown] = useState(PAGE);
  if (value === null || typeof value !== 'object') return <Leaf name={name} value={value} />;
  const isList = Array.isArray(value);
  const entries = Object.entries(value);
  if (entries.length === 0) return <Leaf name={name} value={null} text={isList ? '[ ]' : '{ }'} />;
  const count = isList ? `[${entries.length}]` : `{${entries.length}}`;
  return (
    <details open={isOpen} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>
        {name !== null && <span>{name} </span>}
        <span className={classes.key}>{count}</span>
      </summary>
      {isOpen && (
        <div className={classes.children}>
          {entries.slice(0, shown).map(([key, inner]) => (
            <Branch key={key} name={key} value={inner} depth={depth + 1} />
          ))}
          {entries.length > shown && (
            <button type="button" className={classes.more} onClick={() => setShown(shown + PAGE)}>
              {entries.length - shown} more
            </button>
          )}
        </div>
      )}
    </details>
  );
}

interface LeafProps {
  readonly name: string | null;
  readonly value: string | number | boolean | null;
  readonly text?: string;
}

function Leaf({ name, value, text }: LeafProps) {
  const [isWhole, setIsWhole] = useState(false);
  const whole = text ?? (typeof value === 'string' ? value : String(value));
  const isLong = whole.length > LONG && !isWhole;
  return (
    <div className={classes.leaf}>
      {name !== null && <span className={classes.key}>{name}: </span>}
      <span className={typeof value === 'string' ? classes.text : undefined}>
        {isLong ? `${whole.slice(0, LONG)}…` : whole}
      </span>
      {isLong && (
        <button type="button" className={classes.more} onClick={() => setIsWhole(true)}>
          show all
        </button>
      )}
    </div>
  );
}
