import '@mantine/notifications/styles.layer.css';
import { Notifications } from '@mantine/notifications';

/** Where toasts are shown. */
export default function Toasts() {
  return <Notifications position="top-right" limit={4} />;
}
