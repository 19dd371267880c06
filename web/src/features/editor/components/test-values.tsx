import { Button, Collapse, TextInput } from '@mantine/core';
import { type JsonValue, jsonValue } from '@model/json.ts';
import { ChevronDown, RotateCcw } from 'lucide-react';
import { useId, useMemo, useState } from 'react';
import { writePath } from '../api/expressions-text.ts';
import { type Facts, valueAt, withValue } from '../api/scope-sample.ts';
import { useParamContext } from './param-context.ts';
import classes from './test.module.css';
import { pathWords } from './variable-words.ts';

type Path = readonly string[];

/** Values that were entered in place of known ones. */
interface OtherValues {
  readonly facts: Facts;
  readonly isChanged: boolean;
  /** What is entered for a path; null where nothing is. */
  textOf(path: Path): string | null;
  put(path: Path, text: string): void;
  reset(): void;
}

export function useOtherValues(known: Facts): OtherValues {
  const [texts, setTexts] = useState<Readonly<Record<string, { readonly path: Path; readonly text: string }>>>({});
  const facts = useMemo(() => {
    let changed = known;
    for (const { path, text } of Object.values(texts))
      changed = withValue(changed, path, meant(text, valueAt(known, path)));
    return changed;
  }, [known, texts]);
  return {
    facts,
    isChanged: Object.keys(texts).length > 0,
    textOf: (path) => texts[writePath(path)]?.text ?? null,
    put: (path, text) => setTexts({ ...texts, [writePath(path)]: { path, text } }),
    reset: () => setTexts({}),
  };
}

/** What was typed: a text where a text was, else what it can be read as. */
function meant(text: string, known: JsonValue | undefined): JsonValue {
  if (typeof known === 'string') return text;
  try {
    return jsonValue.parse(JSON.parse(text));
  } catch {
    return text;
  }
}

interface TestValuesProps {
  readonly title: string;
  /** The values that are read. */
  readonly paths: readonly Path[];
  readonly others: OtherValues;
  readonly isOpenAtFirst?: boolean;
}

/** The values that something is tried with; each can be another. */
export function TestValues({ title, paths, others, isOpenAtFirst = false }: TestValuesProps) {
  const { facts, groups } = useParamContext();
  const [isOpen, setIsOpen] = useState(isOpenAtFirst);
  const id = useId();
  const shown = paths.filter(([root]) => root !== 'now');
  if (shown.length === 0) return null;
  return (
    <div className={classes.values}>
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        ml={-8}
        rightSection={<ChevronDown size={14} aria-hidden style={{ rotate: isOpen ? '180deg' : undefined }} />}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setIsOpen(!isOpen)}
      >
        {title}
      </Button>
      <Collapse id={id} expanded={isOpen}>
        <div className={classes.grid}>
          {shown.map((path) => {
            const known = valueAt(facts, path);
            const written = writePath(path);
            return (
              <TextInput
                key={written}
                label={pathWords(groups, written)}
                size="sm"
                autoComplete="off"
                value={others.textOf(path) ?? textOf(known)}
                placeholder="nothing"
                onChange={(event) => others.put(path, event.currentTarget.value)}
              />
            );
          })}
        </div>
        {others.isChanged && (
          <Button
            mt="xs"
            variant="subtle"
            color="gray"
            size="compact-sm"
            leftSection={<RotateCcw size={13} aria-hidden />}
            onClick={others.reset}
          >
            Back to what they were
          </Button>
        )}
      </Collapse>
    </div>
  );
}

function textOf(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
