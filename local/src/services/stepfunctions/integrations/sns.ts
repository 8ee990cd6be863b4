import * as sns from '../../sns/operations.ts';
import { asText, callOptimized, fieldsOf, type Integration } from './integration.ts';

const NAMING = { prefix: 'SNS', service: 'AmazonSNS', base: 'AmazonSNSException' };

/** `sns:publish`. A message that is not a string is sent as JSON text. */
export const publish: Integration = {
  patterns: ['request', 'waitForTaskToken'],
  perform: async (request) => {
    const { Message, ...fields } = fieldsOf(request);
    const message = Message === undefined ? {} : { Message: asText(Message) };
    const { answer, metadata } = await callOptimized(request, NAMING, sns.publish, { ...fields, ...message });
    return { output: { ...answer, ...metadata } };
  },
};
