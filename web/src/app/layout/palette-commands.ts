import { useMantineColorScheme } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import {
  Building2,
  Keyboard,
  LogOut,
  MessageCircle,
  Monitor,
  Moon,
  OctagonPause,
  Plus,
  SlidersHorizontal,
  Sun,
} from 'lucide-react';
import { useMemo } from 'react';
import type { Entry } from '../../features/palette/api/rank.ts';
import { roleWords } from '../../lib/roles.ts';
import { useSession } from '../../lib/session.ts';
import { usePages } from './page-links.tsx';
import { settingsPage, settingsPages } from './pages.ts';

/** The pages and the pages of the settings. */
export function usePageEntries(): readonly Entry[] {
  const navigate = useNavigate();
  const shown = usePages();
  return useMemo(() => {
    const pages = [...shown, settingsPage].map(
      ({ to, label, icon, key }): Entry => ({
        ...{ id: `page ${to}`, label, icon, detail: `G then ${key.toUpperCase()}`, isSuggested: true },
        run: () => void navigate({ to }),
      }),
    );
    const settings = settingsPages.map(
      ({ to, label }): Entry => ({
        ...{ id: `settings ${to}`, label: `Settings: ${label}`, icon: SlidersHorizontal },
        run: () => void navigate({ to }),
      }),
    );
    return [...pages, ...settings];
  }, [navigate, shown]);
}

/** What can be done at once, and what can be done with the text itself. */
export function useCommandEntries(text: string, onKeys: () => void) {
  const session = useSession();
  const navigate = useNavigate();
  const { setColorScheme } = useMantineColorScheme();
  const said = text.trim();
  const always = useMemo(
    (): readonly Entry[] =>
      said === '' || !session.mayEdit
        ? []
        : [
            {
              ...{ id: 'ask', label: `Ask in chat: ${said}`, icon: MessageCircle },
              run: () => void navigate({ to: '/', search: { say: said } }),
            },
          ],
    [said, session.mayEdit, navigate],
  );
  const commands = useMemo((): readonly Entry[] => {
    const { mayEdit, may, signOut } = session;
    const making: Entry[] = [
      {
        ...{ id: 'new', label: 'New playbook', icon: Plus, words: 'create make add', isSuggested: true },
        run: () => void navigate({ to: '/playbooks/new' }),
      },
    ];
    const pausing: Entry[] = [
      {
        ...{ id: 'pause all', label: 'Pause everything…', icon: OctagonPause, words: 'stop halt emergency' },
        ...{ isSuggested: true, run: () => void navigate({ to: '/settings/safety' }) },
      },
    ];
    const looks = 'appearance theme mode';
    return [
      ...(mayEdit ? making : []),
      ...(may('admin') ? pausing : []),
      { id: 'light', label: 'Light appearance', icon: Sun, words: looks, run: () => setColorScheme('light') },
      { id: 'dark', label: 'Dark appearance', icon: Moon, words: looks, run: () => setColorScheme('dark') },
      {
        id: 'auto',
        label: 'Appearance like the system',
        icon: Monitor,
        words: looks,
        run: () => setColorScheme('auto'),
      },
      { id: 'keys', label: 'Keyboard shortcuts', detail: '?', icon: Keyboard, isSuggested: true, run: onKeys },
      { id: 'leave', label: 'Sign out', icon: LogOut, words: 'log out leave', run: () => void signOut() },
    ];
  }, [session, navigate, setColorScheme, onKeys]);
  return { commands, always };
}

/** The other businesses that one belongs to. */
export function useTenantEntries(): readonly Entry[] {
  const { tenants, tenant, chooseTenant } = useSession();
  return useMemo(
    () =>
      tenants
        .filter(({ orgId }) => orgId !== tenant.orgId)
        .map(
          ({ orgId, name, role }): Entry => ({
            ...{ id: `tenant ${orgId}`, label: `Switch to ${name}`, detail: roleWords[role].name, icon: Building2 },
            ...{ words: 'business tenant', run: () => chooseTenant(orgId) },
          }),
        ),
    [tenants, tenant, chooseTenant],
  );
}
