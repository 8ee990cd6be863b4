import Button from '@cloudscape-design/components/button';
import { useEffect } from 'react';
import { useNotices } from '../shell/notices.tsx';
import { useTexts } from '../texts/texts.tsx';
import { noticeOf, undoText, type Waiting } from './intent.ts';

export interface CountdownOptions {
  readonly waiting: readonly Waiting[];
  isOpen(intent: Waiting): boolean;
  send(intent: Waiting): Promise<void>;
  undo(intent: Waiting): void;
}

/** Shows the remaining undo time of each decision, and sends the decision when the time is over. */
export const useCountdown = ({ waiting, isOpen, send, undo }: CountdownOptions): void => {
  const { show } = useNotices();
  const texts = useTexts();
  useEffect(() => {
    const tick = () => {
      for (const intent of waiting.filter(isOpen)) {
        const leftMs = intent.sendAtMs - Date.now();
        if (intent.isKept) show(keptNotice(intent));
        else if (leftMs <= 0) void send(intent);
        else show(undoNotice(intent, Math.ceil(leftMs / 1000)));
      }
    };
    const buttons = (intent: Waiting) => (
      <>
        <Button variant="inline-link" onClick={() => undo(intent)}>
          {texts.t('undo.button')}
        </Button>
        <Button variant="inline-link" onClick={() => void send(intent)}>
          {texts.t('undo.now')}
        </Button>
      </>
    );
    const noticeAbout = (intent: Waiting) => ({ id: noticeOf(intent), isDismissible: false, action: buttons(intent) });
    const undoNotice = (intent: Waiting, seconds: number) => ({
      ...noticeAbout(intent),
      type: 'in-progress' as const,
      content: undoText(texts, intent, 'waiting', seconds),
    });
    const keptNotice = (intent: Waiting) => ({
      ...noticeAbout(intent),
      type: 'warning' as const,
      content: undoText(texts, intent, 'kept'),
    });
    if (waiting.length === 0) return;
    tick();
    const timer = window.setInterval(tick, 1_000);
    return () => window.clearInterval(timer);
  }, [waiting, isOpen, send, undo, show, texts]);
};
