import { CalendarClock, LineChart, type LucideIcon, PackageSearch, Tag } from 'lucide-react';
import classes from './chat.module.css';

const suggestions: readonly { readonly icon: LucideIcon; readonly text: string }[] = [
  {
    icon: Tag,
    text: "Track our top 3 competitors' prices every morning and email me if they undercut us by more than 10%",
  },
  { icon: PackageSearch, text: 'Email me when stock runs low' },
  { icon: CalendarClock, text: 'Send me a competitor report every Monday at 8am' },
  { icon: LineChart, text: 'Monitor competitor prices daily and alert me if they drop below ours' },
];

/** Sentences that are understood, to start from. */
export function Suggestions({ onChoose }: { onChoose(text: string): void }) {
  return (
    <div className={classes.chips}>
      {suggestions.map(({ icon: Icon, text }) => (
        <button key={text} type="button" className={classes.chip} onClick={() => onChoose(text)}>
          <Icon size={17} aria-hidden />
          {text}
        </button>
      ))}
    </div>
  );
}
