import { useSyncExternalStore } from 'react';

/** Requests that must fail one after another before the console reports that the API does not answer. */
const FAILURES = 2;

/** `offline`: the browser has no network. `silent`: the latest requests of the API had no answer. */
export type Reachability = 'online' | 'offline' | 'silent';

let failures = 0;
const listeners = new Set<() => void>();

const count = (next: number): void => {
  failures = next;
  for (const listener of listeners) listener();
};

/** Calls fetch, and counts requests without an answer. Every answer, also a refusal, ends the count. */
export const watchedFetch = async (url: string, init: RequestInit): Promise<Response> => {
  try {
    const answer = await fetch(url, init);
    if (failures > 0) count(0);
    return answer;
  } catch (error) {
    count(failures + 1);
    throw error;
  }
};

const now = (): Reachability => {
  if (!navigator.onLine) return 'offline';
  return failures >= FAILURES ? 'silent' : 'online';
};

const EVENTS = ['online', 'offline'] as const;

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  for (const event of EVENTS) window.addEventListener(event, listener);
  return () => {
    listeners.delete(listener);
    for (const event of EVENTS) window.removeEventListener(event, listener);
  };
};

export const useReachability = (): Reachability => useSyncExternalStore(subscribe, now);
