import type { FlashbarProps } from '@cloudscape-design/components/flashbar';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { useTexts } from '../texts/texts.tsx';

export interface Notice {
  /** A notice replaces an earlier one with the same id. */
  readonly id: string;
  readonly type: FlashbarProps.Type;
  readonly content: ReactNode;
  readonly action?: ReactNode;
  /** False if the notice cannot be closed by the user. */
  readonly isDismissible?: boolean;
}

interface Notices {
  readonly items: readonly Notice[];
  show(notice: Notice): void;
  remove(id: string): void;
}

const NoticesContext = createContext<Notices | undefined>(undefined);

/** Messages above the page. Screen readers announce new messages. */
export const NoticesProvider = ({ children }: { children: ReactNode }) => {
  const [items, setItems] = useState<readonly Notice[]>([]);
  const show = useCallback(
    (notice: Notice) => setItems((old) => [notice, ...old.filter(({ id }) => id !== notice.id)]),
    [],
  );
  const remove = useCallback((id: string) => setItems((old) => old.filter((notice) => notice.id !== id)), []);
  const notices = useMemo(() => ({ items, show, remove }), [items, show, remove]);
  return <NoticesContext value={notices}>{children}</NoticesContext>;
};

export const useNotices = (): Notices => {
  const notices = useContext(NoticesContext);
  if (!notices) throw new Error('This component must be used inside NoticesProvider.');
  return notices;
};

/** The notices in the form of the component library. */
export const useFlashes = (): FlashbarProps.MessageDefinition[] => {
  const { items, remove } = useNotices();
  const { t } = useTexts();
  return items.map(({ id, type, content, action, isDismissible = true }) => ({
    id,
    type,
    content,
    action,
    dismissible: isDismissible,
    dismissLabel: t('app.dismiss'),
    onDismiss: () => remove(id),
    ariaRole: type === 'error' ? 'alert' : 'status',
  }));
};
