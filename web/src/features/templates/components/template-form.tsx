import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDebouncedValue } from '@mantine/hooks';
import type { JsonObject } from '@model/json.ts';
import { Lightbulb } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { TextLink } from '../../../components/ui/links.tsx';
import { Only } from '../../../components/ui/only.tsx';
import { SchemaFields } from '../../../components/ui/schema-fields.tsx';
import { Note } from '../../../components/ui/status-pill.tsx';
import { fieldErrors } from '../../../lib/form-errors.ts';
import { entered, fieldsOf } from '../../../lib/json-schema.ts';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { type Preview, type Suggestion, type Template, takeTemplate, usePreview } from '../api/templates.ts';
import { TemplatePreview } from './template-preview.tsx';
import { TemplateSimulation } from './template-simulation.tsx';
import classes from './templates.module.css';

const TYPING_MS = 350;

interface TemplateFormProps {
  readonly template: Template;
  /** What the coach suggests to answer; null where nobody suggests it. */
  readonly suggestion: Suggestion | null;
  onMade(playbookId: string): void;
}

/** The questions on the left; on the right what comes of the answers, as they are given. */
export function TemplateForm({ template, suggestion, onMade }: TemplateFormProps) {
  const { api } = useSession();
  const recommendationId = suggestion?.recommendationId ?? null;
  // A recommendation that changes meanwhile does not change what was entered.
  const [suggested] = useState(suggestion?.answers ?? {});
  const fields = useMemo(() => fieldsOf(template.questions, suggested), [template, suggested]);
  const form = useForm<Record<string, string | boolean>>({
    initialValues: Object.fromEntries(fields.map(({ name, initial }) => [name, initial])),
  });
  const answers = entered(fields, form.values);
  const [settled] = useDebouncedValue(JSON.stringify(answers), TYPING_MS);
  const preview = usePreview(template.id, JSON.parse(settled) as JsonObject);
  const problems = preview.status === 'ready' ? shownProblems(preview.value, form.isDirty, answers) : {};
  const [wish, setWish] = useState<'activate' | 'draft' | null>(null);
  const take = useCommand(
    useCallback(
      async (given: JsonObject, activate: boolean) => {
        const { playbookId, name } = await takeTemplate(api, template.id, {
          answers: given,
          activate,
          recommendationId,
        });
        toastDone(activate ? `${name} is active` : `${name} is kept as a draft`);
        onMade(playbookId);
      },
      [api, template.id, recommendationId, onMade],
    ),
    'It was not made',
    (error) => {
      const errors = byQuestion(fieldErrors(error));
      form.setErrors(errors);
      return Object.keys(errors).some((name) => fields.some((field) => field.name === name));
    },
  );
  async function go(activate: boolean) {
    setWish(activate ? 'activate' : 'draft');
    await take.run(answers, activate);
    setWish(null);
  }
  return (
    <>
      {suggestion !== null && <Suggested {...suggestion} />}
      <div className={classes.both}>
        <section className={classes.ask} aria-label="Your answers">
          <form
            noValidate
            onSubmit={(event) => {
              event.preventDefault();
              void go(true);
            }}
          >
            <Only least="editor">
              <Stack>
                {fields.length === 0 && <Text c="dimmed">There is nothing to fill in.</Text>}
                <SchemaFields
                  fields={fields}
                  inputProps={(name, how) => {
                    const props = form.getInputProps(name, how);
                    return { ...props, error: props.error ?? problems[name] };
                  }}
                />
                <Group gap="xs" mt={4}>
                  <Button type="submit" size="md" loading={wish === 'activate'} disabled={take.busy}>
                    Activate
                  </Button>
                  <Button
                    variant="default"
                    size="md"
                    loading={wish === 'draft'}
                    disabled={take.busy}
                    onClick={() => void go(false)}
                  >
                    Save as draft
                  </Button>
                </Group>
              </Stack>
            </Only>
          </form>
        </section>
        <section aria-labelledby="would-do">
          <Title order={2} id="would-do" mb="sm">
            What it would do
          </Title>
          <TemplatePreview live={preview} isOld={settled !== JSON.stringify(answers)} />
          <TemplateSimulation templateId={template.id} answers={answers} />
        </section>
      </div>
    </>
  );
}

/** What it is to look after. */
function Suggested({ title, playbookId }: Suggestion) {
  return (
    <div className={classes.suggested}>
      <Note tone="neutral" icon={Lightbulb}>
        <Text size="sm">
          This looks after what <TextLink to="/coach">the coach</TextLink> recommends: <b>{title}</b>. What is filled in
          comes from your figures; change what you like.{' '}
          {playbookId !== null && (
            <>
              <TextLink to="/playbooks/$playbookId" params={{ playbookId }}>
                A playbook
              </TextLink>{' '}
              was made of it already.
            </>
          )}
        </Text>
      </Note>
    </div>
  );
}

/** `answers.competitors.0` is about the question `competitors`; the first problem of a question is enough. */
function byQuestion(errors: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(errors)
      .map(([path, message]): [string, string] => [path.replace(/^answers\./, '').split('.')[0] ?? '', message])
      .toReversed(),
  );
}

/** What is wrong with what was entered; what is only missing yet is told when it is wanted. */
function shownProblems(
  { problems }: Preview,
  isDirty: (name: string) => boolean,
  answers: JsonObject,
): Record<string, string> {
  const all = byQuestion(Object.fromEntries(problems.map(({ path, message }) => [path, message])));
  return Object.fromEntries(Object.entries(all).filter(([name]) => isDirty(name) && answers[name] !== undefined));
}
