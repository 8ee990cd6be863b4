import Button from '@cloudscape-design/components/button';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { DECIDERS } from '../../../api/roles.ts';
import { useDesk } from '../api/context.tsx';
import { KeyHint } from '../shell/key-hint.tsx';
import { useKeys } from '../shell/keys.ts';
import { explain } from '../shell/load-error.tsx';
import { useNotices } from '../shell/notices.tsx';
import { useTexts } from '../texts/texts.tsx';
import { casePath, type InboxView, isFiltered } from './inbox-filter.ts';

const NOTICE = 'next-case';

/** Button and key that claim the user's next case and open it. A user who filters the list chooses from the list instead. */
export const TakeNext = ({ view }: { view: InboxView }) => {
  const { t } = useTexts();
  const { me } = useDesk();
  const { take, isTaking } = useTakeNext(view);
  const mayTake = me.roles.some((role) => DECIDERS.includes(role)) && !isFiltered(view);
  useKeys({ n: mayTake && !isTaking ? () => void take() : undefined });
  if (!mayTake) return null;
  return (
    <Button variant="primary" loading={isTaking} onClick={() => void take()}>
      {t('next.take')} <KeyHint>n</KeyHint>
    </Button>
  );
};

const useTakeNext = (view: InboxView) => {
  const texts = useTexts();
  const { api } = useDesk();
  const { show, remove } = useNotices();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [isTaking, setTaking] = useState(false);
  const take = async (): Promise<void> => {
    setTaking(true);
    try {
      const given = await api.call('POST /reviews/next', {});
      void client.invalidateQueries({ queryKey: ['reviews'] });
      if (given === undefined) return show({ id: NOTICE, type: 'info', content: texts.t('next.none') });
      remove(NOTICE);
      navigate(casePath(given.applicationId, view));
    } catch (error) {
      show({ id: NOTICE, type: 'error', content: explain(error, texts) });
    } finally {
      setTaking(false);
    }
  };
  return { take, isTaking };
};
