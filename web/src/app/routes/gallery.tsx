import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { GalleryBoard } from '../../features/gallery/components/gallery-board.tsx';

const route = getRouteApi('/gallery');

export default function GalleryRoute() {
  const { tab, ...filter } = route.useSearch();
  const navigate = useNavigate();
  return (
    <GalleryBoard
      tab={tab}
      filter={filter}
      onTab={(next) => void navigate({ to: '/gallery', search: { tab: next }, replace: true, resetScroll: false })}
      onFilter={(search) => void navigate({ to: '/gallery', search, replace: true, resetScroll: false })}
    />
  );
}
