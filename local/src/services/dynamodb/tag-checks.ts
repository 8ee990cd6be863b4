import { AwsError } from '../../core/aws/aws-error.ts';
import type { Check } from './dynalite-types.ts';

const TABLE_ARN = /^arn:aws:dynamodb:[^:]+:(\d+):table\/.+$/;

/**
 * Makes the check of the resource for an action on tags. Tags of another account's table are not accessible: no table
 * has a resource-based policy. The check throws AccessDeniedException for them.
 */
export const refuseResource =
  (action: string): Check =>
  ({ ResourceArn: arn }, { tableDb: { awsAccountId: account } }) => {
    if (typeof arn !== 'string') return undefined;
    const owner = TABLE_ARN.exec(arn)?.[1];
    if (owner === undefined) return `Invalid TableArn: Invalid ResourceArn provided as input ${arn}`;
    if (owner === account) return undefined;
    throw new AwsError(
      'AccessDeniedException',
      `User: arn:aws:iam::${account}:root is not authorized to perform: dynamodb:${action} on resource: ${arn} because no resource-based policy allows the dynamodb:${action} action`,
    );
  };

/** A tag needs both a key and a value. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Tag.html */
export const refuseTagWithoutMember: Check = ({ Tags }) => {
  const tags = (Tags ?? []) as readonly { readonly Key?: string; readonly Value?: string }[];
  const index = tags.findIndex(({ Key, Value }) => Key === undefined || Value === undefined);
  if (index < 0) return undefined;
  const member = tags[index]?.Key === undefined ? 'key' : 'value';
  return `1 validation error detected: Value null at 'tags.${index + 1}.member.${member}' failed to satisfy constraint: Member must not be null`;
};
