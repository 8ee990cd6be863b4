import * as events from '../../eventbridge/operations.ts';
import { isObject, type Json } from '../language/json.ts';
import { asText, callOptimized, fieldsOf, type Integration, type Request } from './integration.ts';
import { TaskFailure } from './task-failure.ts';

const NAMING = { prefix: 'EventBridge', service: 'AmazonEventBridge', base: 'AmazonEventBridgeException' };

/**
 * `events:putEvents`. Adds the ARNs of the execution and its state machine to the resources of each entry, as AWS does.
 */
export const putEvents: Integration = {
  patterns: ['request', 'waitForTaskToken'],
  perform: async (request) => {
    const { Entries, ...fields } = fieldsOf(request);
    const entries = Array.isArray(Entries) ? { Entries: Entries.map((entry) => entryOf(entry, request)) } : {};
    const { answer, metadata } = await callOptimized(request, NAMING, events.putEvents, {
      ...fields,
      ...entries,
    });
    if (Number(answer.FailedEntryCount ?? 0) > 0)
      throw new TaskFailure('EventBridge.FailedEntry', JSON.stringify(answer));
    return { output: { ...answer, ...metadata } };
  },
};

const entryOf = (entry: Json, { execution }: Request): unknown => {
  if (!isObject(entry)) return entry;
  const { Detail, Resources, Time, ...fields } = entry;
  const resources = Array.isArray(Resources) ? Resources : [];
  return {
    ...fields,
    ...(Detail === undefined || Detail === null ? {} : { Detail: asText(Detail) }),
    ...(typeof Time === 'string' ? { Time: new Date(Time) } : {}),
    Resources: [...resources, execution.arn, execution.stateMachineArn],
  };
};
