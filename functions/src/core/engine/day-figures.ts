import type { LastWrite } from '../../model/event.ts';
import { type FigureName, type Figures, figureNames, figuresSchema } from '../../model/figures.ts';
import type { JsonObject } from '../../model/json.ts';
import type { WrittenFigures } from '../../model/written-figures.ts';
import type { Found, Write } from '../ports.ts';
import { numberIn } from './fields.ts';

// What is written down of a day, `metrics/{date}`.

/** A figure of a day that changes; null: not known. */
export interface ChangedFigure {
  readonly name: FigureName;
  readonly before: number | null;
  readonly after: number | null;
}

/** What a day's document says. What no figure can be, whoever wrote it there, says nothing. */
export function figuresIn(document: JsonObject): Partial<Figures> {
  const known: Partial<Figures> = {};
  for (const name of figureNames) {
    const value = within(name, numberIn(document, name));
    if (value !== null) known[name] = value;
  }
  return known;
}

/** The value, if it is one that this figure can have. Shares that rounding has led past an end are put back. */
export function within(name: FigureName, value: number | null): number | null {
  if (value === null || !Number.isFinite(value)) return null;
  const rounded = Math.round(value * 1e6) / 1e6;
  return figuresSchema.shape[name].safeParse(rounded).data ?? null;
}

/**
 * The write that makes a day say these figures beside what it says; null where it does already. It fails where somebody
 * else was faster. With the first figure of its own a day is made up no longer: what sample data said of it goes, and
 * the removal of sample data leaves it.
 */
export function dayChange(
  path: string,
  stored: Found<JsonObject> | null,
  figures: WrittenFigures,
  lastWrite?: LastWrite,
): { readonly changes: readonly ChangedFigure[]; readonly write: Write } | null {
  const known = figuresIn(stored?.data ?? {});
  const isTakenOver = stored?.data?.isSample === true && Object.values(figures).some((value) => value != null);
  const nothing = Object.fromEntries(Object.keys(known).map((name) => [name, null]));
  const changes = changedFigures(known, isTakenOver ? { ...nothing, ...figures } : figures);
  if (changes.length === 0 && !isTakenOver) return null;
  const fields = {
    ...Object.fromEntries(changes.map(({ name, after }) => [name, after])),
    ...(isTakenOver && { isSample: false }),
    ...(lastWrite && { lastWrite }),
  };
  const write: Write =
    stored === null ? { op: 'create', path, data: fields } : { op: 'update', path, fields, ifVersion: stored.version };
  return { changes, write };
}

function changedFigures(known: Partial<Figures>, figures: WrittenFigures): ChangedFigure[] {
  return (Object.entries(figures) as [FigureName, number | null | undefined][]).flatMap(([name, value = null]) => {
    const [before, after] = [known[name] ?? null, within(name, value)];
    return before === after ? [] : [{ name, before, after }];
  });
}
