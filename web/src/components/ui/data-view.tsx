import { Anchor, Group, SegmentedControl } from '@mantine/core';
import type { JsonObject, JsonValue } from '@model/json.ts';
import { useState } from 'react';
import { safeHref } from '../../lib/safe-href.ts';
import { useSession } from '../../lib/session.ts';
import { dateTime, useNow } from '../../lib/time.ts';
import { humanize } from '../../lib/words.ts';
import { CopyButton } from './copy-button.tsx';
import { isObject, lineOf, tableOf } from './data-shape.ts';
import { DataTable } from './data-table.tsx';
import classes from './data-view.module.css';
import { JsonTree } from './json-tree.tsx';

interface DataViewProps {
  readonly value: JsonValue;
  /** What it is, for those who hear it: `Output of mail`. */
  readonly label: string;
}

/** Any data as people read it: texts as text, lists of things as tables, things by their fields; or as the JSON it is. */
export function DataValue({ value, label }: DataViewProps) {
  const [isRaw, setIsRaw] = useState(false);
  const isDeep = value !== null && typeof value === 'object';
  return (
    <div>
      <Group justify="space-between" gap="xs" mb={8}>
        {isDeep ? (
          <SegmentedControl
            size="xs"
            aria-label="How it is shown"
            value={isRaw ? 'json' : 'plain'}
            onChange={(form) => setIsRaw(form === 'json')}
            data={[
              { value: 'plain', label: 'Plain' },
              { value: 'json', label: 'JSON' },
            ]}
          />
        ) : (
          <span />
        )}
        <CopyButton
          size="compact-sm"
          text={typeof value === 'string' ? value : JSON.stringify(value, null, 2)}
          label={`Copy: ${label}`}
        />
      </Group>
      {isRaw ? <JsonTree value={value} label={label} /> : <Plain value={value} label={label} />}
    </div>
  );
}

function Plain({ value, label }: DataViewProps) {
  if (isObject(value)) return <Fields value={value} label={label} depth={0} />;
  return <Value value={value} label={label} depth={0} />;
}

interface DeepProps extends DataViewProps {
  /** How many things stand around it. */
  readonly depth: number;
}

/** A field a line; what is long or deep stands below its name. */
function Fields({ value, label, depth }: DeepProps & { readonly value: JsonObject }) {
  const entries = Object.entries(value);
  if (entries.length === 0) return <div className={classes.nothing}>Nothing</div>;
  return (
    <dl className={classes.fields} data-inner={depth > 0 || undefined}>
      {entries.map(([name, inner]) => (
        <div key={name} data-deep={isLarge(inner) || undefined}>
          <dt>{humanize(name)}</dt>
          <dd>
            <Value value={inner} label={`${humanize(name)}, ${label}`} depth={depth + 1} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

const LINE = 90;

function isLarge(value: JsonValue): boolean {
  if (typeof value === 'string') return value.length > LINE || value.includes('\n');
  return value !== null && typeof value === 'object' && (isObject(value) || tableOf(value) !== null);
}

/** So deep things are shown by their fields; what is deeper as a tree. */
const DEPTH = 2;

function Value({ value, label, depth }: DeepProps) {
  if (value === null || value === '') return <span className={classes.nothing}>–</span>;
  if (typeof value === 'string') return <TextValue text={value} />;
  if (typeof value !== 'object') return lineOf(value);
  const table = tableOf(value);
  if (table !== null) return <DataTable table={table} label={label} />;
  const isFlat = Array.isArray(value) && value.every((item) => item === null || typeof item !== 'object');
  if (isFlat) return value.length === 0 ? <span className={classes.nothing}>None</span> : <WordList items={value} />;
  if (isObject(value) && depth <= DEPTH) return <Fields value={value} label={label} depth={depth} />;
  return <JsonTree value={value} label={label} />;
}

const SHOWN_WORDS = 20;

function WordList({ items }: { readonly items: readonly JsonValue[] }) {
  const [isWhole, setIsWhole] = useState(false);
  const shown = isWhole ? items : items.slice(0, SHOWN_WORDS);
  return (
    <>
      {shown.map(lineOf).join(', ')}
      {shown.length < items.length && (
        <More onMore={() => setIsWhole(true)}>and {items.length - shown.length} more</More>
      )}
    </>
  );
}

const LONG = 1_200;

/** A text; an address as a link that is followed in a new tab, a picture that it holds itself as a picture. */
function TextValue({ text }: { readonly text: string }) {
  const [isWhole, setIsWhole] = useState(false);
  if (/^data:image\/(png|jpeg|gif|webp);base64,/.test(text)) {
    return <img className={classes.picture} src={text} alt="What this step gave" />;
  }
  const link = /^https?:\/\/\S+$/.test(text) ? safeHref(text) : null;
  if (link !== null && !link.inside) {
    return (
      <Anchor href={link.href} target="_blank" rel="noreferrer" inherit underline="always" c="inherit">
        {text}
      </Anchor>
    );
  }
  if (ISO_TIME.test(text)) return <Moment text={text} />;
  const isCut = text.length > LONG && !isWhole;
  return (
    <div className={classes.text}>
      {isCut ? `${text.slice(0, LONG)}…` : text}
      {isCut && <More onMore={() => setIsWhole(true)}>show all of it</More>}
    </div>
  );
}

const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** A moment, as clocks show it where the business is. */
function Moment({ text }: { readonly text: string }) {
  const { tenant } = useSession();
  const now = useNow();
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return text;
  return (
    <time dateTime={text} title={text}>
      {dateTime(at, tenant.timezone, now)}
    </time>
  );
}

function More({ onMore, children }: { onMore(): void; readonly children: React.ReactNode }) {
  return (
    <>
      {' '}
      <button type="button" className={classes.more} onClick={onMore}>
        {children}
      </button>
    </>
  );
}
