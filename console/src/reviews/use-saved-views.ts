import { useEffect, useState } from 'react';
import { useDesk } from '../api/context.tsx';
import { parseSavedViews, type SavedView, withoutView, withView } from './saved-views.ts';

/** The user's saved views. They are stored on this device. */
export const useSavedViews = () => {
  const { me } = useDesk();
  const key = `saved-views:${me.username}`;
  const [views, setViews] = useState(() => parseSavedViews(localStorage.getItem(key)));
  useEffect(() => localStorage.setItem(key, JSON.stringify(views)), [key, views]);
  return {
    views,
    save: (view: SavedView) => setViews((former) => withView(former, view)),
    remove: (name: string) => setViews((former) => withoutView(former, name)),
  };
};
