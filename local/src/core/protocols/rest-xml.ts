import type { AwsError } from '../aws/aws-error.ts';
import type { WireResponse } from '../service.ts';
import { element, escapeXml } from './xml.ts';

/** An error response in the format of S3. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export const s3Error = (error: AwsError, requestId: string): WireResponse => {
  const code = element('Code', escapeXml(error.code));
  const message = element('Message', escapeXml(error.message));
  const content = code + message + element('RequestId', requestId);
  return {
    status: error.statusCode,
    headers: { 'content-type': 'application/xml', 'x-amz-request-id': requestId },
    body: `<?xml version="1.0" encoding="UTF-8"?>${element('Error', content)}`,
  };
};
