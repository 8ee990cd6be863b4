import { LambdaClient, ListEventSourceMappingsCommand, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { configFor } from './clients.ts';

/** Enables or disables all event source mappings of a function, so that its messages or records wait. */
export const setMappingsOf = async (
  { endpoint }: { readonly endpoint: string },
  FunctionName: string,
  Enabled: boolean,
): Promise<void> => {
  const lambda = new LambdaClient(configFor(endpoint));
  const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({ FunctionName }));
  if (EventSourceMappings.length === 0) throw new Error(`The function ${FunctionName} has no event source mapping.`);
  for (const { UUID } of EventSourceMappings) await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
};
