import { Skeleton } from '@mantine/core';
import {
  BellRing,
  CalendarClock,
  CircleHelp,
  type LucideIcon,
  PackageSearch,
  Receipt,
  Search,
  ShoppingBag,
  Star,
  Tag,
  UserPlus,
  Users,
} from 'lucide-react';
import { type SuggestionKind, suggestionsFor } from '../api/suggestions.ts';
import { useShopFacts } from '../api/use-shop-facts.ts';
import classes from './chat.module.css';

const icons: Record<SuggestionKind, LucideIcon> = {
  prices: Tag,
  stock: PackageSearch,
  report: CalendarClock,
  invoices: Receipt,
  reviews: Star,
  reminder: BellRing,
  question: CircleHelp,
  data: Search,
  members: Users,
  leads: UserPlus,
  orders: ShoppingBag,
};

const PLACES = [0, 1, 2, 3];

/** Sentences to start from that fit what there is of this business. */
export function Suggestions({ onChoose }: { onChoose(text: string): void }) {
  const facts = useShopFacts();
  return (
    <div className={classes.chips} aria-busy={facts === null}>
      {facts === null && PLACES.map((place) => <Skeleton key={place} height={68} radius="lg" />)}
      {facts !== null &&
        suggestionsFor(facts).map(({ kind, text }) => {
          const Icon = icons[kind];
          return (
            <button key={text} type="button" className={classes.chip} onClick={() => onChoose(text)}>
              <Icon size={17} aria-hidden />
              {text}
            </button>
          );
        })}
    </div>
  );
}
