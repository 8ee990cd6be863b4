import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../texts/texts.tsx';
import { arrange, isPassing, rowsFor } from './notice-order.ts';
import { NoticeRow, UnseenNotice } from './notice-row.tsx';
import { useNotices } from './notices.tsx';

/** A success disappears after this time (milliseconds), without the time during which the stack is hovered or focused. */
const PASSING_MS = 4_000;
const TICK_MS = 250;

/**
 * The stack of messages above the page, at most a tenth of the page's height. Messages without a place are counted in a
 * button, which opens the list of all.
 */
export const NoticeStack = ({ showAll }: { showAll(): void }) => {
  const { t } = useTexts();
  const { items } = useNotices();
  const stack = useRef<HTMLDivElement>(null);
  usePassing(stack);
  const { shown, hidden } = arrange(items, rowsFor(usePageHeight()));
  const rows = shown.map((notice, at) => (
    <NoticeRow key={notice.id} notice={notice}>
      {at === shown.length - 1 && hidden.length > 0 && (
        <Button variant="inline-link" onClick={showAll}>
          {t('notices.more', { count: hidden.length })}
        </Button>
      )}
    </NoticeRow>
  ));
  return (
    <div ref={stack} className="notices" aria-live="polite" aria-relevant="additions">
      {shown.length > 0 && <Container disableContentPaddings>{rows}</Container>}
      {hidden.map((notice) => (
        <UnseenNotice key={notice.id} notice={notice} />
      ))}
    </div>
  );
};

/** Removes successes when their time is over. The time stops while the user points at the stack or has focus in it. */
const usePassing = (stack: React.RefObject<HTMLDivElement | null>): void => {
  const { items, remove } = useNotices();
  const agesMs = useRef(new WeakMap<object, number>());
  useEffect(() => {
    const passing = items.filter(isPassing);
    if (passing.length === 0) return;
    let lastMs = Date.now();
    const tick = () => {
      const nowMs = Date.now();
      const passedMs = nowMs - lastMs;
      lastMs = nowMs;
      if (stack.current?.matches(':hover, :focus-within')) return;
      for (const notice of passing) {
        const ageMs = (agesMs.current.get(notice) ?? 0) + passedMs;
        agesMs.current.set(notice, ageMs);
        if (ageMs >= PASSING_MS) remove(notice.id);
      }
    };
    const timer = window.setInterval(tick, TICK_MS);
    return () => window.clearInterval(timer);
  }, [items, remove, stack]);
};

const usePageHeight = (): number => {
  const [heightPx, setHeightPx] = useState(window.innerHeight);
  useEffect(() => {
    const measure = () => setHeightPx(window.innerHeight);
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, []);
  return heightPx;
};
