import { useQueryClient } from '@tanstack/react-query';
import type { Api } from '../../../api/client.ts';
import { ApiProblem } from '../../../api/problem.ts';
import { useDesk } from '../api/context.tsx';
import { explain } from '../shell/load-error.tsx';
import { useNotices } from '../shell/notices.tsx';
import { useTexts } from '../texts/texts.tsx';

type Step =
  | { readonly kind: 'claim'; readonly takeOver?: boolean }
  | { readonly kind: 'release' }
  | { readonly kind: 'assign'; readonly reviewer: string };

/** Claims, releases or assigns a review. If the API refuses, shows a notice with the reason. */
export const useHolding = () => {
  const { api } = useDesk();
  const { show, remove } = useNotices();
  const texts = useTexts();
  const client = useQueryClient();
  return async (id: string, step: Step): Promise<void> => {
    const notice = `holding-${id}`;
    try {
      await carryOut(api, id, step);
      remove(notice);
    } catch (error) {
      const held = error instanceof ApiProblem && error.members.claimedBy !== undefined;
      const why = held
        ? texts.t('case.conflict.claimed', {
            reviewer: error.members.claimedBy ?? '',
            time: texts.time(error.members.claimedUntil),
          })
        : explain(error, texts);
      show({ id: notice, type: 'error', content: why });
    }
    for (const key of ['reviews', 'case', 'timeline']) void client.invalidateQueries({ queryKey: [key] });
  };
};

const carryOut = (api: Api, applicationId: string, step: Step): Promise<unknown> => {
  const path = { applicationId };
  switch (step.kind) {
    case 'claim': {
      const { takeOver = false } = step;
      return api.call('POST /reviews/{applicationId}/claim', { path, body: { takeOver } });
    }
    case 'release':
      return api.call('POST /reviews/{applicationId}/release', { path });
    case 'assign':
      return api.call('POST /reviews/{applicationId}/assign', { path, body: { reviewer: step.reviewer } });
  }
};

/** Claims a review for the signed-in user. */
export const useClaim = (): ((id: string) => void) => {
  const hold = useHolding();
  return (id) => void hold(id, { kind: 'claim' });
};
