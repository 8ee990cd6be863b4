import * as sqs from '../../sqs/operations.ts';
import { asText, callOptimized, fieldsOf, type Integration } from './integration.ts';

const NAMING = { prefix: 'SQS', service: 'AmazonSQS', base: 'AmazonSQSException' };

/** `sqs:sendMessage`. A body that is not a string is sent as JSON text. */
export const sendMessage: Integration = {
  patterns: ['request', 'waitForTaskToken'],
  perform: async (request) => {
    const { MessageBody, ...fields } = fieldsOf(request);
    const body = MessageBody === undefined ? {} : { MessageBody: asText(MessageBody) };
    const { answer, metadata } = await callOptimized(request, NAMING, sqs.sendMessage, { ...fields, ...body });
    return { output: { ...answer, ...metadata } };
  },
};
