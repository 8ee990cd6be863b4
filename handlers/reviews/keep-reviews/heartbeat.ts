import { SendTaskHeartbeatCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { isTokenGone } from '../../shared/reviews/token-gone.ts';
import type { SendHeartbeat } from './ports.ts';

export function createSendHeartbeat(client: SFNClient): SendHeartbeat {
  return async (taskToken) => {
    try {
      await client.send(new SendTaskHeartbeatCommand({ taskToken }));
      return 'ALIVE';
    } catch (error) {
      if (isTokenGone(error)) return 'GONE';
      throw error;
    }
  };
}
