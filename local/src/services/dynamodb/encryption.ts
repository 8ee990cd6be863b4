import { createHash } from 'node:crypto';
import { arnOf, type Home } from '../../core/aws/arn.ts';

/** SSESpecification of CreateTable and UpdateTable. */
export interface Encryption {
  readonly Enabled?: boolean;
  readonly SSEType?: string;
  readonly KMSMasterKeyId?: string;
}

/** The key of AWS that encrypts a table for which no other key is named. */
const DEFAULT_KEY = 'alias/aws/dynamodb';

/** An id of a key that is always the same for an alias: the runtime has no KMS that knows the alias's key. */
const idOf = (alias: string): string => {
  const hash = createHash('sha256').update(alias).digest('hex');
  return [hash.slice(0, 8), hash.slice(8, 12), hash.slice(12, 16), hash.slice(16, 20), hash.slice(20, 32)].join('-');
};

/** ARN of a key that is given by its id, its ARN, its alias or the ARN of its alias. */
const keyArn = (key: string, home: Home): string => {
  const name = key.replace(/^arn:.*:(?=alias\/)/, '');
  if (name.startsWith('arn:')) return name;
  return arnOf(home, 'kms', `key/${name.startsWith('alias/') ? idOf(name) : name}`);
};

/**
 * The SSEDescription of a table; undefined for a table that is encrypted with a key that DynamoDB owns. The runtime
 * describes the encryption and encrypts nothing.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_SSEDescription.html
 */
export const encryptionOf = ({ Enabled, KMSMasterKeyId: key = DEFAULT_KEY }: Encryption, home: Home) =>
  Enabled === true ? { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: keyArn(key, home) } : undefined;
