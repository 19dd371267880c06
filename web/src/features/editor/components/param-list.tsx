import { ActionIcon, Button, Group } from '@mantine/core';
import type { JsonValue } from '@model/json.ts';
import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import classes from './param.module.css';
import { useProblem } from './param-context.ts';
import { ParamFrame, type ParamProps } from './param-frame.tsx';
import { ParamText } from './param-text.tsx';

interface ParamListProps extends ParamProps<JsonValue[]> {
  /** What a new row is at first. */
  readonly fresh: JsonValue;
  readonly children: (row: {
    path: string;
    label: string;
    value: JsonValue;
    onChange(value: JsonValue): void;
  }) => ReactNode;
}

/** Rows that are added, removed and moved. */
export function ParamList({ fresh, children, ...props }: ParamListProps) {
  const { path, label, value: rows = [], onChange } = props;
  const error = useProblem(path);
  const list = useRef<HTMLOListElement>(null);
  const [news, setNews] = useState('');
  const put = (next: JsonValue[], said: string) => {
    onChange(next.length === 0 ? undefined : next);
    setNews(said);
  };
  const move = (from: number, to: number) => {
    const next = [...rows];
    next.splice(to, 0, ...next.splice(from, 1));
    put(next, `Moved to place ${to + 1} of ${rows.length}`);
    const name = to < from ? 'up' : 'down';
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-move="${name}-${to}"]`)?.focus());
  };
  return (
    <ParamFrame {...props} error={error} isGroup>
      {() => (
        <>
          <ol className={classes.list} ref={list}>
            {rows.map((row, at) => {
              const name = `${label}, ${at + 1}`;
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows are known by their place only
                <li key={at} className={classes.item}>
                  <div className={classes.itemHead}>
                    <span>{at + 1}</span>
                    <ActionIcon
                      size={28}
                      aria-label={`Move ${name} up`}
                      data-move={`up-${at}`}
                      aria-disabled={at === 0}
                      onClick={() => at > 0 && move(at, at - 1)}
                    >
                      <ArrowUp size={14} aria-hidden />
                    </ActionIcon>
                    <ActionIcon
                      size={28}
                      aria-label={`Move ${name} down`}
                      data-move={`down-${at}`}
                      aria-disabled={at === rows.length - 1}
                      onClick={() => at < rows.length - 1 && move(at, at + 1)}
                    >
                      <ArrowDown size={14} aria-hidden />
                    </ActionIcon>
                    <ActionIcon
                      size={28}
                      aria-label={`Remove ${name}`}
                      onClick={() => put(rows.toSpliced(at, 1), `${name} removed`)}
                    >
                      <X size={14} aria-hidden />
                    </ActionIcon>
                  </div>
                  {children({
                    path: `${path}.${at}`,
                    label: name,
                    value: row,
                    onChange: (next) => onChange(rows.with(at, next)),
                  })}
                </li>
              );
            })}
          </ol>
          <Group mt={rows.length > 0 ? 8 : 0}>
            <Button
              variant="default"
              size="xs"
              leftSection={<Plus size={14} aria-hidden />}
              aria-label={`Add to ${label}`}
              onClick={() => put([...rows, fresh], 'A row was added')}
            >
              Add
            </Button>
          </Group>
          <span className={classes.hidden} role="status">
            {news}
          </span>
        </>
      )}
    </ParamFrame>
  );
}

/** Texts, one on each line. */
export function ParamTexts(props: ParamProps<string[]> & { readonly isLiteral: boolean }) {
  const { path, value = [], onChange } = props;
  const error = useProblem(path, true);
  const written = value.join('\n');
  const [typed, setTyped] = useState(written);
  const text = linesOf(typed).join('\n') === written ? typed : written;
  return (
    <ParamText
      {...props}
      help={props.help ?? 'One on each line'}
      isLong
      value={text}
      error={error}
      onChange={(next) => {
        setTyped(next);
        const lines = linesOf(next);
        onChange(lines.length === 0 ? undefined : lines);
      }}
    />
  );
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
