import { ActionIcon, Button, Card, Group, Select, SimpleGrid, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { ChevronUp, Plus, X } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { Only } from '../../../components/ui/only.tsx';
import { LiveView } from '../../../components/ui/states.tsx';
import { fieldErrors } from '../../../lib/form-errors.ts';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { currencyChoices, localeChoices, zoneChoices } from '../../../lib/zones.ts';
import { changeTenant, type TenantSettings, useTenantSettings } from '../api/tenant-settings.ts';
import { Heading } from './heading.tsx';
import classes from './settings.module.css';
import { SkillSettings } from './skill-settings.tsx';

const LOCALES = ['en-US', 'en-GB', 'de-DE', 'es-ES', 'es-MX', 'fr-FR', 'it-IT', 'nl-NL', 'pl-PL', 'pt-BR', 'ja-JP'];

/** What the business is called, where it is, and whose prices it watches. */
export default function BusinessSettings() {
  return (
    <>
      <LiveView live={useTenantSettings('business')}>{(settings) => <BusinessForm settings={settings} />}</LiveView>
      <SkillSettings />
    </>
  );
}

function useBusinessForm({ name, timezone, currency, locale, competitors, coachWords }: TenantSettings) {
  const { api, reload } = useSession();
  const form = useForm({
    initialValues: { name, timezone, currency, locale, competitors, coachWords },
    validate: {
      name: (value) => (value.trim() === '' ? 'Give your business a name' : null),
      competitors: {
        name: (value) => (value.trim() === '' ? 'Give it a name' : null),
        url: (value) => (URL.canParse(value) ? null : 'Write the whole address, such as https://rival.example/prices'),
      },
    },
  });
  const save = useCommand(
    useCallback(
      async (values: typeof form.values) => {
        await changeTenant(api, values);
        toastDone('Saved');
        await reload();
      },
      [api, reload],
    ),
    'It was not saved',
    (error) => {
      const errors = fieldErrors(error);
      form.setErrors(errors);
      return Object.keys(errors).some((path) => form.getInputNode(path) !== null);
    },
  );
  const submit = form.onSubmit(async (values) => {
    if ((await save.run(values)) !== null) form.resetDirty(values);
  });
  return { form, busy: save.busy, submit };
}

function BusinessForm({ settings }: { readonly settings: TenantSettings }) {
  const { form, busy, submit } = useBusinessForm(settings);
  const zones = useMemo(() => zoneChoices(settings.timezone), [settings.timezone]);
  const currencies = useMemo(() => currencyChoices(settings.currency), [settings.currency]);
  const locales = localeChoices(settings.locale, ...LOCALES);
  const choice = { searchable: true, allowDeselect: false, limit: 100 } as const;
  return (
    <Only least="admin">
      <form onSubmit={submit}>
        <Card>
          <Stack>
            <TextInput label="Name" maxLength={120} {...form.getInputProps('name')} />
            <Select
              label="Time zone"
              description="For schedules, daily limits and every time that the app shows"
              data={zones}
              nothingFoundMessage="No such time zone"
              {...choice}
              {...form.getInputProps('timezone')}
            />
            <SimpleGrid spacing="md" cols={{ base: 1, xs: 2 }}>
              <Select label="Currency" data={currencies} {...choice} {...form.getInputProps('currency')} />
              <Select label="Language and region" data={locales} {...choice} {...form.getInputProps('locale')} />
            </SimpleGrid>
          </Stack>
        </Card>
        <Heading title="Competitors">Whose prices you watch, the most important first.</Heading>
        <Card>
          <Competitors form={form} />
        </Card>
        <Heading title="The coach">In whose words it gives its advice.</Heading>
        <Card>
          <Switch
            label="Let a language model find better words"
            description="Where one is set up; it may state no figure that is not yours. Off, the coach speaks in its own plain words."
            checked={form.values.coachWords === 'model'}
            onChange={(event) => form.setFieldValue('coachWords', event.currentTarget.checked ? 'model' : 'plain')}
          />
        </Card>
        <Group mt="lg">
          <Button type="submit" loading={busy} disabled={!form.isDirty()}>
            Save
          </Button>
        </Group>
      </form>
    </Only>
  );
}

type BusinessFormOf = ReturnType<typeof useBusinessForm>['form'];

function Competitors({ form }: { readonly form: BusinessFormOf }) {
  const { competitors } = form.values;
  return (
    <Stack>
      {competitors.length === 0 && (
        <Text size="sm" c="dimmed">
          None yet.
        </Text>
      )}
      {competitors.map((_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the fields are controlled, and two rows may be alike
        <div key={index} className={classes.pair}>
          <div className={classes.pairFields}>
            <TextInput
              aria-label={`Name of competitor ${index + 1}`}
              placeholder="Name"
              maxLength={120}
              {...form.getInputProps(`competitors.${index}.name`)}
            />
            <TextInput
              aria-label={`Address of competitor ${index + 1}`}
              placeholder="https://rival.example/prices"
              inputMode="url"
              {...form.getInputProps(`competitors.${index}.url`)}
            />
          </div>
          <ActionIcon
            aria-label={`Move competitor ${index + 1} up`}
            style={{ visibility: index === 0 ? 'hidden' : 'visible' }}
            onClick={() => form.reorderListItem('competitors', { from: index, to: index - 1 })}
          >
            <ChevronUp size={16} aria-hidden />
          </ActionIcon>
          <ActionIcon
            aria-label={`Remove competitor ${index + 1}`}
            onClick={() => form.removeListItem('competitors', index)}
          >
            <X size={16} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      <div>
        <Button
          variant="default"
          size="xs"
          leftSection={<Plus size={14} aria-hidden />}
          disabled={competitors.length >= 50}
          onClick={() => form.insertListItem('competitors', { name: '', url: '' })}
        >
          Add a competitor
        </Button>
      </div>
    </Stack>
  );
}
