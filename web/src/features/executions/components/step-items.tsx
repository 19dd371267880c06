import { Button } from '@mantine/core';
import { type CSSProperties, Fragment, useState } from 'react';
import { humanize } from '../../../lib/words.ts';
import { type RowView, StepRow } from './step-row.tsx';
import { isItem, type StepNode, tellsErrorInside } from './step-tree.ts';
import classes from './steps.module.css';

interface ItemsProps {
  readonly nodes: readonly StepNode[];
  /** How many steps stand around them. */
  readonly depth: number;
  readonly view: RowView;
  readonly now: Date;
}

/** Steps one after the other, each followed by those inside of it, further in. */
export function StepItems({ nodes, depth, view, now }: ItemsProps) {
  return nodes.map((node) => (
    <Fragment key={node.result.path}>
      <StepRow
        result={node.result}
        tellsError={!tellsErrorInside(node)}
        depth={depth}
        view={view}
        // What is over does not change with the time.
        now={node.result.completedAt === null ? now : null}
      />
      <StepItems nodes={node.inner} depth={depth + 1} view={view} now={now} />
      <Ways node={node} depth={depth + 1} view={view} now={now} />
    </Fragment>
  ));
}

type WaysProps = Pick<ItemsProps, 'depth' | 'view' | 'now'> & { readonly node: StepNode };

/** The ways of a `parallel` one below the other; the items of a loop folded away, since they are alike and many. */
function Ways({ node, depth, view, now }: WaysProps) {
  const [isOpen, setIsOpen] = useState(false);
  const { ways } = node;
  if (ways.length === 0) return null;
  if (!ways.every(({ key }) => isItem(key))) return <EachWay node={node} depth={depth} view={view} now={now} />;
  // One that was chosen in the picture is shown.
  const isShown = isOpen || view.selected?.startsWith(`${node.result.path}[`) === true;
  return (
    <li className={classes.group} style={indent(depth)}>
      <details className={classes.more} open={isShown} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
        <summary>{ways.length === 1 ? 'The item, step by step' : `${ways.length} items, step by step`}</summary>
        {isShown && <Items node={node} depth={0} view={view} now={now} />}
      </details>
    </li>
  );
}

const PAGE = 20;

/** The items of a loop a page at a time, up to the one that is looked at. */
function Items({ node, depth, view, now }: WaysProps) {
  const [shown, setShown] = useState(PAGE);
  const { ways } = node;
  const wanted = ways.findIndex(({ key }) => view.selected?.startsWith(`${node.result.path}[${key}]`));
  const count = Math.max(shown, wanted + 1);
  return (
    <>
      <ol className={classes.ways}>
        <EachWay node={{ ...node, ways: ways.slice(0, count) }} depth={depth} view={view} now={now} />
      </ol>
      {count < ways.length && (
        <Button variant="subtle" size="compact-sm" onClick={() => setShown(count + PAGE)}>
          {Math.min(PAGE, ways.length - count)} more of {ways.length - count}
        </Button>
      )}
    </>
  );
}

function EachWay({ node: { ways }, depth, view, now }: WaysProps) {
  return ways.map(({ key, steps }) => (
    <Fragment key={key}>
      <li className={classes.way} style={indent(depth)}>
        {isItem(key) ? `Item ${Number(key) + 1}` : humanize(key)}
      </li>
      <StepItems nodes={steps} depth={depth} view={view} now={now} />
    </Fragment>
  ));
}

function indent(depth: number): CSSProperties {
  return { '--depth': depth } as CSSProperties;
}
