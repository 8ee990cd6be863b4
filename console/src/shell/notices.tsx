import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import type { Notice } from './notice.ts';
import { withNotice } from './notice-order.ts';

interface Notices {
  readonly items: readonly Notice[];
  show(notice: Notice): void;
  remove(id: string): void;
}

const NoticesContext = createContext<Notices | undefined>(undefined);

/** Messages above the page. Screen readers announce new messages. */
export const NoticesProvider = ({ children }: { children: ReactNode }) => {
  const [items, setItems] = useState<readonly Notice[]>([]);
  const show = useCallback((notice: Notice) => setItems((old) => withNotice(old, notice)), []);
  const remove = useCallback((id: string) => setItems((old) => old.filter((notice) => notice.id !== id)), []);
  const notices = useMemo(() => ({ items, show, remove }), [items, show, remove]);
  return <NoticesContext value={notices}>{children}</NoticesContext>;
};

export const useNotices = (): Notices => {
  const notices = useContext(NoticesContext);
  if (!notices) throw new Error('This component must be used inside NoticesProvider.');
  return notices;
};
