import {
  BadgeCheck,
  BadgeDollarSign,
  Cloud,
  DoorOpen,
  Hash,
  Inbox,
  type LucideIcon,
  Mail,
  Megaphone,
  MessageCircle,
  MessagesSquare,
  Newspaper,
  Plug,
  Send,
  ShoppingBag,
  Smartphone,
  Webhook,
} from 'lucide-react';
import classes from './settings.module.css';

const icons: Readonly<Record<string, LucideIcon>> = {
  'badge-check': BadgeCheck,
  'badge-dollar-sign': BadgeDollarSign,
  cloud: Cloud,
  'door-open': DoorOpen,
  inbox: Inbox,
  mail: Mail,
  megaphone: Megaphone,
  'message-circle': MessageCircle,
  'messages-square': MessagesSquare,
  newspaper: Newspaper,
  send: Send,
  'shopping-bag': ShoppingBag,
  slack: Hash,
  smartphone: Smartphone,
  webhook: Webhook,
};

/** The sign of a vendor, by the name that its connector gives it. */
export function ConnectorIcon({ icon }: { readonly icon: string | undefined }) {
  const Icon = icons[icon ?? ''] ?? Plug;
  return (
    <span className={classes.vendor}>
      <Icon size={18} aria-hidden />
    </span>
  );
}
