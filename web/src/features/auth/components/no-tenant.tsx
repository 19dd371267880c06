import { Anchor, Button, NativeSelect, Select, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { BUSINESSES, businessSchema, businessWords } from '@model/business.ts';
import { TriangleAlert } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Note } from '../../../components/ui/status-pill.tsx';
import { type Api, messageOf } from '../../../lib/api.ts';
import { fieldErrors } from '../../../lib/form-errors.ts';
import { browserZone } from '../../../lib/time.ts';
import { currencyChoices, zoneChoices } from '../../../lib/zones.ts';
import { createTenant } from '../api/create-tenant.ts';
import { likelyCurrency } from '../api/likely-currency.ts';
import { Welcome } from './welcome.tsx';

interface NoTenantProps {
  readonly api: Api;
  readonly email: string;
  onCreated(orgId: string): Promise<void>;
  onSignOut(): void;
}

/** The first business of someone who belongs to none. */
export function NoTenant({ api, email, onCreated, onSignOut }: NoTenantProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const zones = useMemo(() => zoneChoices(), []);
  const currencies = useMemo(() => currencyChoices(), []);
  const form = useForm({
    initialValues: { name: '', business: '', timezone: browserZone, currency: likelyCurrency(navigator.language) },
    validate: { name: (name) => (name.trim() === '' ? 'Give your business a name' : null) },
  });
  async function submit(values: typeof form.values) {
    setProblem(null);
    try {
      const business = businessSchema.safeParse(values.business).data;
      const { orgId } = await createTenant(api, { ...values, business });
      await onCreated(orgId);
    } catch (error) {
      form.setErrors(fieldErrors(error));
      setProblem(messageOf(error));
    }
  }
  return (
    <Welcome
      title="Create your business"
      lead="Your playbooks, their schedules and their results belong to it."
      foot={
        <Text size="sm" c="dimmed">
          Signed in as {email}.{' '}
          <Anchor component="button" type="button" size="sm" onClick={onSignOut}>
            Sign out
          </Anchor>
        </Text>
      }
    >
      <form onSubmit={form.onSubmit(submit)}>
        <Stack>
          {problem !== null && (
            <Note tone="bad" icon={TriangleAlert} role="alert">
              <Text size="sm">{problem}</Text>
            </Note>
          )}
          <TextInput
            label="Name"
            placeholder="Green Leaf Market"
            maxLength={120}
            data-autofocus
            {...form.getInputProps('name')}
          />
          <NativeSelect
            label="What kind of business is it?"
            description="So that what fits it comes first"
            data={[
              { value: '', label: 'Choose one' },
              ...BUSINESSES.map((value) => ({ value, label: businessWords[value] })),
              { value: 'other', label: 'Something else' },
            ]}
            {...form.getInputProps('business')}
          />
          <Select
            label="Time zone"
            description="What “every morning at 9” means for you"
            data={zones}
            searchable
            allowDeselect={false}
            limit={100}
            nothingFoundMessage="No such time zone"
            {...form.getInputProps('timezone')}
          />
          <Select
            label="Currency"
            data={currencies}
            searchable
            allowDeselect={false}
            limit={200}
            {...form.getInputProps('currency')}
          />
          <Button type="submit" size="md" loading={form.submitting} mt="xs">
            Create business
          </Button>
        </Stack>
      </form>
    </Welcome>
  );
}
