import { errorCodeOf } from '../../../../core/aws/aws-error.ts';
import type { Operation, OperationInput } from '../../../../core/operation.ts';
import { sourceCaller } from '../caller.ts';
import { serviceError } from '../service-error.ts';
import type { SourceCall, SourceError } from '../source.ts';

export type Request = SourceCall<'AMAZON_DYNAMODB'>['request'];

/** DynamoDB, called as the role of a data source, with the table of the data source. */
export interface DynamoDb {
  readonly table: string;
  call<Output>(operation: Operation<OperationInput, Output>, input: OperationInput): Promise<Output>;
}

export const dynamoDb = ({ kernel, settings }: SourceCall<'AMAZON_DYNAMODB'>): DynamoDb => ({
  table: settings.tableName,
  call: (operation, input) => kernel.services.call(operation, input, sourceCaller(settings.roleArn)),
});

/** The error of a call as `ctx.error`. AppSync adds the facts of the request to the message of DynamoDB. */
export const dynamoError = (error: unknown, requestId: string): SourceError => {
  const { type, message } = serviceError('DynamoDB', error);
  const facts = `Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ${errorCodeOf(error)}; Request ID: ${requestId}`;
  return { type, message: `${message} (${facts})` };
};
