import { arnOf, type Home } from '../../../core/aws/arn.ts';
import { unsupported } from '../../../core/aws/aws-error.ts';
import { constraint } from '../errors.ts';
import type { Code, Policy } from '../functions/function.ts';

/** Stored records of layers. Times are milliseconds since the epoch. */

/** A published version of a layer. Only its policy changes. */
export interface LayerVersion {
  readonly version: number;
  readonly description: string;
  readonly licenseInfo: string | undefined;
  readonly compatibleRuntimes: readonly string[];
  readonly compatibleArchitectures: readonly string[];
  readonly code: Code;
  readonly createdMs: number;
  readonly policy: Policy | undefined;
}

export interface Layer {
  readonly name: string;
  readonly versions: readonly LayerVersion[];
  /** The number of the next version; never reused. */
  readonly nextVersion: number;
}

const NAME = /^(?:arn:aws[a-zA-Z-]*:lambda:[a-z0-9-]+:\d{12}:layer:)?([a-zA-Z0-9-_]{1,140})$/;
const NAME_PATTERN = '(arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\\d{12}:layer:[a-zA-Z0-9-_]+)|[a-zA-Z0-9-_]+';
const VERSION_ARN = /^arn:aws[a-zA-Z-]*:lambda:([a-z0-9-]*):(\d{12})?:(?:layer:([a-zA-Z0-9-_]+):(\d+)|awslayer:.+)$/;
const VERSION_ARN_PATTERN =
  '(arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:layer:[a-zA-Z0-9-_]+:[0-9]+)|(arn:[a-zA-Z0-9-]+:lambda:::awslayer:[a-zA-Z0-9-_]+)';

export const layerArn = (home: Home, name: string): string => arnOf(home, 'lambda', `layer:${name}`);

export const layerVersionArn = (home: Home, name: string, version: number): string =>
  `${layerArn(home, name)}:${version}`;

/** Identifies a version of a layer. */
export interface LayerVersionReference {
  readonly name: string;
  readonly version: number;
}

/** The name of a layer, from its name or ARN. Throws ValidationException. */
export const readLayerName = (reference: string): string => {
  const [, name] = NAME.exec(reference) ?? [];
  if (name === undefined)
    throw constraint('layerName', reference, `Member must satisfy regular expression pattern: ${NAME_PATTERN}`);
  return name;
};

/** Reads the ARN of a version. Throws ValidationException. */
export const readVersionArn = (arn: string): LayerVersionReference => {
  const reference = versionIn(arn);
  if (!reference)
    throw constraint('arn', arn, `Member must satisfy regular expression pattern: ${VERSION_ARN_PATTERN}`);
  return reference;
};

/** Reads the ARN of a version in the list of a function's layers. Throws ValidationException. */
export const readLayerOfFunction = (arn: string): LayerVersionReference => {
  const reference = versionIn(arn);
  if (!reference)
    throw constraint(
      'layers',
      `[${arn}]`,
      `Member must satisfy constraint: [Member must have length less than or equal to 2048, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: ${VERSION_ARN_PATTERN}, Member must not be null]`,
    );
  return reference;
};

/** The version that an ARN names; undefined for any other text. */
export const versionIn = (arn: string): LayerVersionReference | undefined => {
  const [, , , name, version] = VERSION_ARN.exec(arn) ?? [];
  return name === undefined ? undefined : { name, version: Number(version) };
};

/** Throws UnsupportedOperation for a layer of AWS or of another account, whose content is not on this machine. */
export const checkOwnLayer = ({ accountId }: Pick<Home, 'accountId'>, arn: string): void => {
  const [, , owner, name] = VERSION_ARN.exec(arn) ?? [];
  const isForeign = arn.includes(':awslayer:') || (name !== undefined && owner !== accountId);
  if (isForeign) throw unsupported(`The layer ${arn} of another account`);
};
