import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useDesk } from '../api/context.tsx';
import { KEYS_OF_EVENTS, keysOfTable, REPORTED_KEYS, stream } from './reported.ts';

/** Changes within this time (milliseconds) cause only one reload. */
const GATHER_MS = 150;

interface Change {
  readonly kind: string;
  readonly table?: string;
}

/**
 * Reloads data when the local runtime reports a change. On AWS there are no such reports, so the pages poll; they poll also
 * while the connection to the local runtime is lost.
 */
export const LiveChanges = () => {
  const { config } = useDesk();
  const client = useQueryClient();
  useEffect(() => {
    if (!config.isLocal) return;
    const changed = new Set<string>();
    let timer: number | undefined;
    const load = () => {
      timer = undefined;
      for (const key of changed) {
        // A long list would never be complete if each change cancelled its load, so it is loaded again afterwards.
        if (client.isFetching({ queryKey: [key] }) > 0) continue;
        changed.delete(key);
        void client.invalidateQueries({ queryKey: [key] });
      }
      gather();
    };
    const gather = () => {
      if (changed.size > 0) timer ??= window.setTimeout(load, GATHER_MS);
    };
    const note = (keys: readonly string[]) => {
      for (const key of keys) changed.add(key);
      gather();
    };
    const source = new EventSource('/_local/changes');
    source.onmessage = ({ data }) => {
      const change = JSON.parse(String(data)) as Change;
      note(change.kind === 'item' ? keysOfTable(change.table ?? '') : KEYS_OF_EVENTS);
    };
    source.onopen = () => {
      stream.openSinceMs = Date.now();
    };
    source.onerror = () => {
      delete stream.openSinceMs;
      note([...REPORTED_KEYS]);
    };
    return () => {
      window.clearTimeout(timer);
      source.close();
      delete stream.openSinceMs;
    };
  }, [config.isLocal, client]);
  return null;
};
