import { randomUUID } from 'node:crypto';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { type ApplicationRecord, put } from '../record.ts';

const machine = new SFNClient({});

/** Submits an application as in the source document's design: writes the record, then starts the state machine. */
export const handler = async (applicant: { name: string; address: string }): Promise<ApplicationRecord> => {
  const uuid = randomUUID();
  const application = { id: `application|${uuid}`, ...applicant, state: 'SUBMITTED' };
  await put(application);
  await machine.send(
    new StartExecutionCommand({
      stateMachineArn: process.env.STATE_MACHINE_ARN,
      name: `ProcessAccountApplication-${uuid}`,
      input: JSON.stringify({ application }),
    }),
  );
  return application;
};
