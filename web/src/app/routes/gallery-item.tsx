import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { ItemPage } from '../../features/gallery/components/item-page.tsx';

const route = getRouteApi('/gallery/$itemId');

export default function GalleryItemRoute() {
  const { itemId } = route.useParams();
  const { order = null, canceled = false } = route.useSearch();
  const navigate = useNavigate();
  return (
    <ItemPage
      key={itemId}
      itemId={itemId}
      orderId={order}
      isCanceled={canceled !== false}
      onInstalled={(playbookId) => void navigate({ to: '/playbooks/$playbookId', params: { playbookId } })}
    />
  );
}
