import { Button, Card, NativeSelect, Stack, Text, TextInput, Title } from '@mantine/core';
import { LayoutTemplate, MessageCircle } from 'lucide-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { z } from 'zod';
import { StepIcon } from '../../../components/flow/step-icon.tsx';
import { BackLink, ButtonLink } from '../../../components/ui/links.tsx';
import { Only } from '../../../components/ui/only.tsx';
import { Page, Section } from '../../../components/ui/page.tsx';
import { LiveView } from '../../../components/ui/states.tsx';
import { type Api, ApiError } from '../../../lib/api.ts';
import { useSession } from '../../../lib/session.ts';
import { type StepType, type StepTypes, useStepTypes } from '../../../lib/step-types.ts';
import { useCommand } from '../../../lib/use-command.ts';
import { getDraft, saveDraft } from '../api/playbook-draft.ts';
import { readEdited } from '../api/read-edited.ts';
import classes from './editor.module.css';
import rows from './outline.module.css';
import { newTrigger } from './outline.tsx';
import { StepCatalogue } from './step-catalogue.tsx';
import type { Trigger } from './trigger-form.tsx';
import { newStep } from './use-outline.ts';

interface NewPlaybookProps {
  onMade(playbookId: string): void;
}

/** Begins a playbook: said in the chat, from a template, or from nothing. */
export function NewPlaybook({ onMade }: NewPlaybookProps) {
  const types = useStepTypes();
  return (
    <Page
      title="New playbook"
      subtitle="Three ways to begin. Nothing runs before you say so."
      back={<BackLink to="/playbooks">Playbooks</BackLink>}
    >
      <div className={classes.ways}>
        <Way icon={<MessageCircle size={20} aria-hidden />} title="Say what you want">
          Describe it in a sentence, as you would to a colleague. You see what it would do before it does.
          <ButtonLink to="/" mt="md" fullWidth>
            Go to the chat
          </ButtonLink>
        </Way>
        <Way icon={<LayoutTemplate size={20} aria-hidden />} title="Take a template">
          What other shops run every day. Answer a few questions, and it is yours.
          <ButtonLink to="/templates" variant="default" mt="md" fullWidth>
            See the templates
          </ButtonLink>
        </Way>
      </div>
      <Section title="Or build it yourself">
        <Card>
          <Only least="editor">
            <LiveView live={types}>{(known) => <FromNothing types={known} onMade={onMade} />}</LiveView>
          </Only>
        </Card>
      </Section>
    </Page>
  );
}

interface WayProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly children: ReactNode;
}

function Way({ icon, title, children }: WayProps) {
  return (
    <Card>
      <span className={rows.rowIcon} style={{ width: 40, height: 40, marginBottom: 12 }}>
        {icon}
      </span>
      <Title order={2} mb={4}>
        {title}
      </Title>
      <Text component="div" c="dimmed" size="sm">
        {children}
      </Text>
    </Card>
  );
}

const STARTS = [
  { value: 'manual', label: 'I start it myself' },
  { value: 'schedule', label: 'At certain times' },
  { value: 'event', label: 'When something happens' },
  { value: 'webhook', label: 'When another service calls' },
] as const;

function FromNothing({ types, onMade }: NewPlaybookProps & { readonly types: StepTypes }) {
  const { api, tenant } = useSession();
  const [name, setName] = useState('');
  const [start, setStart] = useState<(typeof STARTS)[number]['value']>('manual');
  const [first, setFirst] = useState<StepType | null>(null);
  const [isChoosing, setIsChoosing] = useState(false);
  const { busy, run } = useCommand(makePlaybook, 'It was not made');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (first === null) return setIsChoosing(true);
    const beginning = { name: name.trim(), triggers: [newTrigger(start, tenant.timezone)] };
    const made = await run(api, beginning, first);
    if (made !== null) onMade(made);
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        <TextInput
          label="What is it called?"
          placeholder="Monday stock report"
          required
          maxLength={120}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <NativeSelect
          label="What starts it?"
          data={STARTS.map(({ value, label }) => ({ value, label }))}
          value={start}
          onChange={({ currentTarget: { value } }) =>
            setStart(STARTS.find((one) => one.value === value)?.value ?? 'manual')
          }
        />
        <div>
          <Text size="sm" fw={570} mb={4}>
            What does it do first?
          </Text>
          <Button
            variant="default"
            fullWidth
            justify="flex-start"
            leftSection={first === null ? null : <StepIcon action={first.id} />}
            onClick={() => setIsChoosing(true)}
          >
            {first?.title ?? 'Choose a step'}
          </Button>
        </div>
        <div>
          <Button type="submit" loading={busy} disabled={name.trim() === ''}>
            Begin
          </Button>
        </div>
      </Stack>
      {isChoosing && (
        <StepCatalogue
          types={types}
          onClose={() => setIsChoosing(false)}
          onChoose={(type) => {
            setFirst(type);
            setIsChoosing(false);
          }}
        />
      )}
    </form>
  );
}

interface Beginning {
  readonly name: string;
  readonly triggers: readonly Trigger[];
}

/** A playbook has to be one that could run: where the first step says too little for that yet, it waits in the draft. */
async function makePlaybook(api: Api, beginning: Beginning, first: StepType): Promise<string> {
  const step = newStep(first, new Set());
  const make = async (steps: readonly object[]): Promise<string> => {
    const body = { ...beginning, steps };
    const answer = z.object({ playbookId: z.string() });
    return (await api.call({ method: 'POST', path: '/api/playbooks', body, answer })).playbookId;
  };
  try {
    return await make([{ ...step, params: first.example }]);
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 422) throw error;
  }
  const playbookId = await make([{ action: 'set_variables', params: { values: {} } }]);
  const draft = await getDraft(api, playbookId);
  await saveDraft(api, playbookId, { ...readEdited(draft.content), steps: [step] }, draft);
  return playbookId;
}
