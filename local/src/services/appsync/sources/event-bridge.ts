import * as events from '../../eventbridge/operations.ts';
import { sourceCaller } from './caller.ts';
import { requestList, requestObject, requestText, unsupportedOperation } from './requests.ts';
import { serviceError } from './service-error.ts';
import type { SourceAnswer, SourceCall } from './source.ts';

/**
 * Puts events on the bus of a data source. An event that the bus refuses has an error in its entry of the result.
 * https://docs.aws.amazon.com/appsync/latest/devguide/resolver-reference-eventbridge-js.html
 */
export const callEventBridge = async ({
  kernel,
  settings,
  request,
}: SourceCall<'AMAZON_EVENTBRIDGE'>): Promise<SourceAnswer> => {
  if (request.operation !== 'PutEvents') throw unsupportedOperation(request.operation, ['PutEvents']);
  const Entries = requestList(request.events, 'events').map((event) => entryOf(event, settings.busArn));
  try {
    return { result: await kernel.services.call(events.putEvents, { Entries }, sourceCaller(settings.roleArn)) };
  } catch (error) {
    return { result: null, error: serviceError('EventBridge', error) };
  }
};

const entryOf = (event: unknown, busArn: string): events.EventEntry => {
  const { source, detailType, detail, resources, time } = requestObject(event, 'An event');
  return {
    EventBusName: busArn,
    Source: requestText(source, 'source'),
    DetailType: requestText(detailType, 'detailType'),
    Detail: JSON.stringify(requestObject(detail, 'detail')),
    Resources: requestList(resources ?? [], 'resources').map((each) => requestText(each, 'A resource')),
    ...(typeof time === 'string' && { Time: new Date(time) }),
  };
};
