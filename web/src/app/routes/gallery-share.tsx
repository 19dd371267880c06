import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { SharePage } from '../../features/gallery/components/share-page.tsx';

const route = getRouteApi('/gallery/share/$playbookId');

export default function GalleryShareRoute() {
  const { playbookId } = route.useParams();
  const navigate = useNavigate();
  return (
    <SharePage
      key={playbookId}
      playbookId={playbookId}
      onShared={() => void navigate({ to: '/gallery', search: { tab: 'mine' } })}
    />
  );
}
