import { useQueryClient } from '@tanstack/react-query';
import { useDesk } from '../api/context.tsx';
import { Problem } from '../api/problem.ts';
import { explain } from '../shell/load-error.tsx';
import { useNotices } from '../shell/notices.tsx';
import { useTexts } from '../texts/texts.tsx';

type Step = 'claim' | 'release' | 'assign';

/** Carries out a step of who holds a review, and says why when it is refused. */
export const useHolding = () => {
  const { api } = useDesk();
  const { show, remove } = useNotices();
  const texts = useTexts();
  const client = useQueryClient();
  return async (id: string, step: Step, body: unknown = {}): Promise<void> => {
    const notice = `holding-${id}`;
    try {
      await api.post(`/reviews/${encodeURIComponent(id)}/${step}`, body);
      remove(notice);
    } catch (error) {
      const held = error instanceof Problem && error.claimedBy !== undefined;
      const why = held
        ? texts.t('case.conflict.claimed', { reviewer: error.claimedBy ?? '', time: texts.time(error.claimedUntil) })
        : explain(error, texts);
      show({ id: notice, type: 'error', content: why });
    }
    for (const key of ['reviews', 'case', 'timeline']) void client.invalidateQueries({ queryKey: [key] });
  };
};

/** Claims a review for whoever is signed in. */
export const useClaim = (): ((id: string) => void) => {
  const hold = useHolding();
  return (id) => void hold(id, 'claim');
};
