import { Button, Group, NativeSelect, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import type { Place } from '@model/figure-text.ts';
import { FIGURE_WORDS } from '@model/figure-words.ts';
import type { FigureName, Figures } from '@model/figures.ts';
import type { WrittenFigures } from '@model/written-figures.ts';
import { type FormEvent, useCallback, useState } from 'react';
import { Dialog } from '../../../components/ui/dialog.tsx';
import { fieldErrors } from '../../../lib/form-errors.ts';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { dayText, namedFigure } from '../api/coach-words.ts';
import { writeFigures } from '../api/metrics.ts';
import { type Draft, inputText, lastBefore, othersThan, readDraft, type WrittenDay } from '../api/metrics-draft.ts';
import { usePlace } from '../api/use-coach.ts';

interface EnterFiguresProps {
  readonly today: string;
  /** What was written down before, the oldest first. */
  readonly days: readonly WrittenDay[];
  readonly asked: readonly FigureName[];
  /** What the coach knows, by whatever way. */
  readonly told: Partial<Figures>;
  onClose(): void;
}

/** Asks for the figures of a day; what is known of it already stands there. */
export default function EnterFigures({ today, days, asked, told, onClose }: EnterFiguresProps) {
  const { api } = useSession();
  const place = usePlace();
  const [date, setDate] = useState(today);
  const [draft, setDraft] = useState<Draft>({});
  const [added, setAdded] = useState<readonly FigureName[]>([]);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const known = days.find((day) => day.date === date)?.figures ?? {};
  const shown = [...asked, ...added];
  const { figures, problems } = readDraft(draft, known, place);
  const isDay = /^2\d{3}-\d{2}-\d{2}$/.test(date) && date <= today;
  const save = useCommand(
    useCallback(
      async (day: string, given: WrittenFigures) => {
        await writeFigures(api, day, given);
        toastDone('The figures are written down');
        onClose();
      },
      [api, onClose],
    ),
    'They were not written down',
    (error) => {
      const found = fieldErrors(error);
      setErrors(found);
      return Object.keys(found).some((name) => name === 'date' || shown.some((one) => one === name));
    },
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) void save.run(date, figures);
  };
  const isReady = isDay && Object.keys(problems).length === 0 && Object.keys(figures).length > 0;
  const change = (part: Draft) => {
    setDraft({ ...draft, ...part });
    setErrors({});
  };
  return (
    <Dialog title="Enter figures" size="lg" onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <Text size="sm" c="dimmed">
            Fill in what you know, and leave the rest. What your data tells by itself comes first.
          </Text>
          <TextInput
            type="date"
            label="Day"
            required
            max={today}
            maw={220}
            value={date}
            error={errors.date ?? (isDay ? undefined : 'Choose today or a day before')}
            onChange={({ currentTarget }) => {
              setDate(currentTarget.value);
              setErrors({});
            }}
          />
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
            {shown.map((name, index) => (
              <FigureInput
                key={name}
                name={name}
                isFirst={index === 0}
                last={lastBefore(name, date, days)}
                told={days.some(({ figures: written }) => written[name] != null) ? null : (told[name] ?? null)}
                text={draft[name] ?? textOf(name, known[name] ?? null, place)}
                problem={problems[name] ?? errors[name]}
                onChange={(text) => change({ [name]: text })}
              />
            ))}
          </SimpleGrid>
          <AnotherFigure shown={shown} onChosen={(name) => setAdded([...added, name])} />
        </Stack>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={onClose}>
            Leave it
          </Button>
          <Button type="submit" loading={save.busy} disabled={!isReady}>
            Write down
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}

interface FigureInputProps {
  readonly name: FigureName;
  readonly isFirst: boolean;
  /** What it was the last time. */
  readonly last: { readonly date: string; readonly value: number } | null;
  /** What the data itself tells. */
  readonly told: number | null;
  readonly text: string;
  readonly problem: string | undefined;
  onChange(text: string): void;
}

function FigureInput({ name, isFirst, last, told, text, problem, onChange }: FigureInputProps) {
  const place = usePlace();
  const before = namedFigure(name, last?.value ?? told, place);
  const hint = last !== null ? `${before} on ${dayText(last.date)}` : `${before} by your data, which comes first`;
  return (
    <TextInput
      label={FIGURE_WORDS[name].label}
      description={before === null ? unitHint(name, place.currency) : hint}
      inputMode={canBeBelow(name) ? 'text' : 'decimal'}
      autoComplete="off"
      value={text}
      error={problem}
      {...(isFirst && { 'data-autofocus': true })}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}

interface AnotherFigureProps {
  readonly shown: readonly FigureName[];
  onChosen(name: FigureName): void;
}

function AnotherFigure({ shown, onChosen }: AnotherFigureProps) {
  const others = othersThan(shown);
  return (
    <NativeSelect
      label="Another figure"
      maw={320}
      value=""
      data={[
        { value: '', label: 'Choose one' },
        ...others.map((name) => ({ value: name, label: FIGURE_WORDS[name].label })),
      ]}
      onChange={({ currentTarget }) => {
        const name = others.find((one) => one === currentTarget.value);
        if (name !== undefined) onChosen(name);
      }}
    />
  );
}

const textOf = (name: FigureName, value: number | null, place: Place) =>
  value === null ? '' : inputText(name, value, place);

/** Keys for decimals have no minus on some phones. */
const canBeBelow = (name: FigureName) => ['cash', 'netMargin', 'netMarginPrev30', 'grossMargin'].includes(name);

function unitHint(name: FigureName, currency: string): string {
  switch (FIGURE_WORDS[name].unit) {
    case 'money':
      return `In ${currency}`;
    case 'share':
      return 'In percent, such as 12 %';
    case 'days':
      return 'In days';
    case 'stars':
      return 'Of five stars';
    case 'count':
    case 'times':
      return 'A number';
  }
}
