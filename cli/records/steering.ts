import type { Steering } from '../../repair/runs/steer.ts';
import { callerArn } from '../caller.ts';
import type { OperatorDesk } from '../desk.ts';
import { CASE_FILE_FUNCTION } from '../system-names.ts';

/** What stopping and redriving a run need. */
export async function steeringOf({ clients, now }: OperatorDesk): Promise<Steering> {
  const { sfn, lambda } = clients;
  return { sfn, lambda, caseFileFunction: CASE_FILE_FUNCTION, who: await callerArn(clients), now };
}
