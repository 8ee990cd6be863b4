import { createHash } from 'node:crypto';
import type { Home } from '../../core/aws/arn.ts';
import { definedValues } from '../../core/cloudformation/properties.ts';
import { arnOfParameter } from './names.ts';
import type { ParameterFacts, StoredParameter } from './parameter.ts';

/**
 * The text that a caller gets in place of a SecureString if it does not ask for decryption. On AWS it is the ciphertext; here
 * it depends only on name and version, so that nothing can be learned from it about the value.
 */
const ciphertext = ({ name, version }: ParameterFacts): string =>
  createHash('sha512').update(`${name}:${version}`).digest('base64');

const shownValue = (parameter: StoredParameter, isDecrypted: boolean): string =>
  parameter.type === 'SecureString' && !isDecrypted ? ciphertext(parameter) : parameter.value;

/** A parameter in the form of GetParameter. */
export const described = (
  home: Home,
  parameter: StoredParameter,
  { isDecrypted, suffix = '' }: { readonly isDecrypted: boolean; readonly suffix?: string },
) => ({
  Name: parameter.name,
  Type: parameter.type,
  Value: shownValue(parameter, isDecrypted),
  Version: parameter.version,
  ...(suffix !== '' && { Selector: suffix }),
  LastModifiedDate: new Date(parameter.modifiedMs),
  ARN: arnOfParameter(home, parameter.name),
  DataType: parameter.dataType,
});

/** A version in the form of GetParameterHistory. */
export const describedVersion = (parameter: StoredParameter, isDecrypted: boolean) => ({
  ...metadata(parameter),
  Value: shownValue(parameter, isDecrypted),
  Labels: [],
});

/** A parameter in the form of DescribeParameters. */
export const describedFacts = (home: Home, facts: ParameterFacts) => ({
  ...metadata(facts),
  ARN: arnOfParameter(home, facts.name),
});

const metadata = (facts: ParameterFacts) => ({
  Name: facts.name,
  Type: facts.type,
  ...definedValues({
    KeyId: facts.keyId ?? undefined,
    Description: facts.description ?? undefined,
    AllowedPattern: facts.allowedPattern ?? undefined,
  }),
  LastModifiedDate: new Date(facts.modifiedMs),
  LastModifiedUser: facts.modifiedBy,
  Version: facts.version,
  Tier: facts.tier,
  Policies: [],
  DataType: facts.dataType,
});
