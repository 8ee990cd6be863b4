import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useDesk } from '../api/context.tsx';

const TICK_MS = 1_000;
const WHILE_MOVING_MS = 500;

interface LocalClock {
  readonly now: string;
  readonly aheadSeconds: number;
  /** The time to which the clock is moving. Missing if the clock is not being moved. */
  readonly movingTo?: string;
}

/** Query of the local runtime's clock, which users can move. The query is disabled if the system runs on AWS. */
export const useLocalClock = (isMoving = false) => {
  const { config } = useDesk();
  return useQuery({
    queryKey: ['clock'],
    enabled: config.isLocal,
    ...(isMoving && { refetchInterval: WHILE_MOVING_MS }),
    queryFn: async (): Promise<LocalClock> => (await (await fetch('/_local/clock')).json()) as LocalClock,
  });
};

/** Epoch milliseconds on the system's clock, updated every second. */
export const useNowMs = (): number => {
  const aheadMs = (useLocalClock().data?.aheadSeconds ?? 0) * 1_000;
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNowMs(Date.now()), TICK_MS);
    return () => window.clearInterval(timer);
  }, []);
  return nowMs + aheadMs;
};

const MINUTE_MS = 60_000;

/** The beginning of the current minute, for what need not be computed again every second. */
export const useNowMinuteMs = (): number => Math.floor(useNowMs() / MINUTE_MS) * MINUTE_MS;
