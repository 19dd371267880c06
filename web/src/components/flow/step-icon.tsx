import { Box, type LucideIcon } from 'lucide-react';
import stepFacts from '../../lib/step-facts.json' with { type: 'json' };
import { stepIcons } from './step-icons.ts';

const facts = stepFacts as Readonly<Record<string, { readonly icon: string }>>;
const icons: Readonly<Record<string, LucideIcon>> = stepIcons;

/** The icon of a step type; that of a box where the type is not known. */
export function StepIcon({ action, size = 16 }: { readonly action: string; readonly size?: number }) {
  const Icon = icons[facts[action]?.icon ?? ''] ?? Box;
  return <Icon size={size} aria-hidden />;
}
