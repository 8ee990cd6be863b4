import type { Kernel } from '../../core/kernel.ts';
import type { ServiceModule } from '../../core/service.ts';
import { eventActions } from './actions/events.ts';
import { groupActions } from './actions/groups.ts';
import { streamActions } from './actions/streams.ts';
import { LogStore } from './log-store.ts';

/** CloudWatch Logs with groups, streams, events, retention, and filter patterns that consist of terms. */
export const createLogs = (kernel: Kernel): ServiceModule => {
  const store = new LogStore(kernel);
  return {
    service: {
      name: 'logs',
      actions: { ...groupActions(kernel, store), ...streamActions(kernel, store), ...eventActions(kernel, store) },
      protocols: [{ kind: 'json', targetPrefix: 'Logs_20140328', version: '1.1' }],
    },
    stop: () => store.close(),
  };
};
