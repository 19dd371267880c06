import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkTimeZone, parseCron } from '../../functions/src/core/triggering/cron.ts';
import { SUBJECTS } from '../../functions/src/model/contract.ts';
import { eventCatalog } from '../../functions/src/model/event-catalog.ts';
import { type ExpectedMeaning, readRows, requestFiles } from './row.ts';

const rows = requestFiles().flatMap(readRows);
const readings = rows.flatMap((row) =>
  row.expect.map((expected): { id: string; meaning: ExpectedMeaning } => ({
    id: row.id,
    meaning: expected.kind === 'create' || expected.kind === 'command' ? expected : {},
  })),
);

describe('the rows that come with the project', () => {
  it('are many, of every subject and every kind', () => {
    expect(rows.length).toBeGreaterThanOrEqual(220);
    const subjects = new Set(readings.map(({ meaning }) => meaning.subject));
    expect(SUBJECTS.filter((subject) => !subjects.has(subject))).toEqual([]);
    const kinds = Object.groupBy(rows, ({ expect: [first] }) => first?.kind ?? 'none');
    expect(Object.keys(kinds).sort()).toEqual(['ask', 'command', 'create', 'refuse']);
    for (const those of Object.values(kinds)) expect(those?.length).toBeGreaterThan(20);
  });

  it('have an id of their own, and say something of their own', () => {
    const twice = (values: readonly string[]) => values.filter((value, index) => values.indexOf(value) !== index);
    expect(twice(rows.map(({ id }) => id))).toEqual([]);
    const plain = (said: readonly string[]) =>
      said
        .join(' / ')
        .toLowerCase()
        .replaceAll(/[^\p{L}\d/]+/gu, ' ')
        .trim();
    expect(twice(rows.map(({ say }) => plain(say)))).toEqual([]);
  });

  it('hold nothing that would be overlooked', () => {
    const written = requestFiles().flatMap((file) => readFileSync(file, 'utf8').split('\n').filter(Boolean));
    for (const [index, line] of written.entries()) {
      const { facts: _, ...raw } = JSON.parse(line);
      const { facts: __, ...parsed } = rows[index] ?? {};
      expect(JSON.parse(JSON.stringify(parsed)), raw.id).toEqual({
        ...raw,
        say: [raw.say].flat(),
        expect: [raw.expect].flat(),
      });
    }
    const playbooks = rows.flatMap(({ facts }) => facts.playbooks);
    expect(playbooks.filter(({ contract }) => contract === undefined)).toEqual([]);
  });

  it('expect schedules and events that there are', () => {
    const names = new Set(eventCatalog.map(({ name }) => name));
    for (const { id, meaning } of readings) {
      for (const trigger of meaning.triggers ?? []) {
        if (trigger.type === 'event') expect(names, id).toContain(trigger.eventName);
        if (trigger.type !== 'schedule') continue;
        expect(parseCron(trigger.cron ?? ''), id).toMatchObject({ ok: true });
        expect(checkTimeZone(trigger.timezone ?? ''), id).toMatchObject({ ok: true });
      }
    }
  });

  it('name a unit and a base where a percentage is one of something', () => {
    const open = readings.filter(({ meaning }) =>
      (meaning.conditions ?? []).some(({ measure, unit, base }) => {
        if (measure === 'price_gap' || measure === 'price_change')
          return unit === undefined || (unit === 'percent') !== (base !== undefined);
        return unit === undefined && !['is_down', 'says', 'value'].includes(measure);
      }),
    );
    expect(open.map(({ id }) => id)).toEqual([]);
  });

  it('expect commands on playbooks that the facts hold', () => {
    for (const { id, expect: expected, facts } of rows) {
      // With more than one reading the target may be what was said, of which there are several.
      if (expected.length > 1) continue;
      for (const one of expected) {
        if (one.kind !== 'command' || !one.command.target) continue;
        expect(
          facts.playbooks.map(({ name }) => name),
          id,
        ).toContain(one.command.target);
      }
    }
  });

  it('stand in files of at most 60 rows', () => {
    for (const file of requestFiles()) expect(readRows(file).length, basename(file)).toBeLessThanOrEqual(60);
  });
});
