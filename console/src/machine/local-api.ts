import { useQuery } from '@tanstack/react-query';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly sentAt: string;
}

export interface DeniedCall {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly message: string;
  readonly count: number;
}

const local = async <Answer>(path: string): Promise<Answer> => {
  const answer = await fetch(`/_local/${path}`);
  if (!answer.ok) throw new Error(`/_local/${path}: ${answer.status}`);
  return (await answer.json()) as Answer;
};

/** Mails that the runtime has captured, newest first. */
export const useMail = () =>
  useQuery({ queryKey: ['mail'], queryFn: async () => (await local<readonly Mail[]>('mail')).toReversed() });

export const useDeniedCalls = () =>
  useQuery({
    queryKey: ['denied'],
    queryFn: async () => (await local<{ denied: readonly DeniedCall[] }>('permissions')).denied,
  });

/** Moves the runtime's clock forward. Resolves to its time after the move has ended or was stopped. */
export const moveClock = async (advanceSeconds: number): Promise<string> => {
  const answer = await fetch('/_local/clock', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ advanceSeconds }),
  });
  const { now, message } = (await answer.json()) as { now?: string; message?: string };
  if (now === undefined) throw new Error(message ?? String(answer.status));
  return now;
};

/** Stops a move of the clock. The clock keeps the time that it has reached. */
export const stopClock = async (): Promise<void> => {
  await fetch('/_local/clock', { method: 'DELETE' });
};
