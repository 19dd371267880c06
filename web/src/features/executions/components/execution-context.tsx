import { Button } from '@mantine/core';
import type { JsonValue } from '@model/json.ts';
import { useState } from 'react';
import { isObject } from '../../../components/ui/data-shape.ts';
import { DataValue } from '../../../components/ui/data-view.tsx';
import { parseJson } from '../api/use-output.ts';

const LABEL = 'What the execution knew when it started';

/** The facts that were fixed when it started: the event and the inputs, and on demand who, for which business, by what trigger. */
export function ExecutionContextView({ contextJson }: { readonly contextJson: string }) {
  const [isOpen, setIsOpen] = useState(false);
  const all = withoutEmpty(parseJson(contextJson));
  if (!isObject(all)) return <DataValue value={all} label={LABEL} />;
  const told = Object.fromEntries(Object.entries(all).filter(([name]) => name === 'event' || name === 'inputs'));
  const hasMore = Object.keys(told).length < Object.keys(all).length;
  const isAll = isOpen || !hasMore;
  return (
    <>
      {(isAll || Object.keys(told).length > 0) && <DataValue value={isAll ? all : told} label={LABEL} />}
      {hasMore && (
        <Button
          variant="default"
          mt={isAll || Object.keys(told).length > 0 ? 'sm' : 0}
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
        >
          {isOpen ? 'Show less' : 'Show all that it knew'}
        </Button>
      )}
    </>
  );
}

/** What says nothing (no event, no inputs) is left out. */
function withoutEmpty(value: JsonValue): JsonValue {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  const isEmpty = (inner: JsonValue) =>
    inner === null || (typeof inner === 'object' && Object.keys(inner).length === 0);
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => !isEmpty(inner)));
}
