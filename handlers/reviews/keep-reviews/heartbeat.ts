import { SendTaskHeartbeatCommand, type SFNClient } from '@aws-sdk/client-sfn';
import type { SendHeartbeat } from './ports.ts';

/** By these Step Functions says that a token's task has ended or never was; it does not say how it ended. */
const GONE = new Set(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken']);

export function createSendHeartbeat(client: SFNClient): SendHeartbeat {
  return async (taskToken) => {
    try {
      await client.send(new SendTaskHeartbeatCommand({ taskToken }));
      return 'ALIVE';
    } catch (error) {
      if (error instanceof Error && GONE.has(error.name)) return 'GONE';
      throw error;
    }
  };
}
