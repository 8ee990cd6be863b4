import { useQuery, useQueryClient } from '@tanstack/react-query';
import { DECIDERS } from '../../../api/roles.ts';
import type { Absence } from '../../../api/types.generated.ts';
import { useDesk } from '../api/context.tsx';
import { pollSeldom } from '../api/query-client.ts';
import { explain } from '../shell/load-error.tsx';
import { useNotices } from '../shell/notices.tsx';
import { useTexts } from '../texts/texts.tsx';

const NONE: readonly Absence[] = [];

/** Who is out of office. Empty for a user who may not decide reviews. */
export const useAbsences = (): readonly Absence[] => {
  const { api, me } = useDesk();
  const { data } = useQuery({
    queryKey: ['absences'],
    queryFn: async () => (await api.call('GET /absences', {})).items,
    refetchInterval: pollSeldom,
    enabled: me.roles.some((role) => DECIDERS.includes(role)),
  });
  return data ?? NONE;
};

/** The user's own absence; undefined if the user is not away. */
export const useOwnAbsence = (): Absence | undefined => {
  const { me } = useDesk();
  return useAbsences().find(({ username }) => username === me.username);
};

/** Sets or ends the user's own absence. If the API refuses, shows a notice with the reason. */
export const useOwnAway = () => {
  const texts = useTexts();
  const { api, me } = useDesk();
  const { show, remove } = useNotices();
  const client = useQueryClient();
  const path = { username: me.username };
  const carryOut = async (step: () => Promise<string | undefined>): Promise<void> => {
    try {
      const told = await step();
      if (told === undefined) remove('away');
      else show({ id: 'away', type: 'info', content: told });
    } catch (error) {
      show({ id: 'away', type: 'error', content: explain(error, texts) });
    }
    for (const key of ['absences', 'reviews', 'case']) void client.invalidateQueries({ queryKey: [key] });
  };
  return {
    leave: (until: string) =>
      carryOut(async () => {
        const { released } = await api.call('POST /absences/{username}', { path, body: { until } });
        return released.length === 0 ? undefined : texts.t('away.released', { cases: released.join(', ') });
      }),
    comeBack: () =>
      carryOut(async () => {
        await api.call('POST /absences/{username}/end', { path });
        return undefined;
      }),
  };
};
