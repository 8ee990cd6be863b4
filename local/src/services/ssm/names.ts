import { arnOf, type Home } from '../../core/aws/arn.ts';
import { validationError } from '../../core/aws/aws-error.ts';
import { hierarchyTooDeep, reservedName } from './errors.ts';

const SEGMENT = '[a-zA-Z0-9_.-]+';
const SIMPLE = new RegExp(`^${SEGMENT}$`);
const HIERARCHY = new RegExp(`^(?:/${SEGMENT})+$`);
const PATH = new RegExp(`^/(?:${SEGMENT}/)*(?:${SEGMENT})?$`);
const MAX_LEVELS = 15;
/** Longest ARN of a parameter, in characters. */
const MAX_ARN_LENGTH = 1_011;

const SUB_PATHS =
  'If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_';
const PREFIX = 'Parameter name: can\'t be prefixed with "ssm" (case-insensitive).';

/**
 * Checks the name of a parameter that is written. Throws ValidationException, AccessDeniedException for the namespace
 * `/aws/`, and HierarchyLevelLimitExceededException.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html
 */
export const checkName = (name: string, home: Home): void => {
  if (/^\/aws.*\//i.test(name)) throw reservedName(name);
  if (/^aws|^ssm/i.test(name))
    throw validationError('Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive).');
  if (/^\/(?:aws|ssm)/i.test(name)) throw validationError(`${PREFIX} ${SUB_PATHS}`);
  if (name.includes('/') && !name.startsWith('/'))
    throw validationError('Parameter name must be a fully qualified name.');
  if (!SIMPLE.test(name) && !HIERARCHY.test(name)) throw validationError(`${PREFIX} ${SUB_PATHS}`);
  if (name.split('/').length - 1 > MAX_LEVELS) throw hierarchyTooDeep(MAX_LEVELS);
  if (arnOfParameter(home, name).length > MAX_ARN_LENGTH)
    throw validationError(
      `The length of the parameter's ARN, which contains its name, must not exceed ${MAX_ARN_LENGTH} characters.`,
    );
};

/** Checks the path of a hierarchy. Throws ValidationException. */
export const checkPath = (path: string): void => {
  if (!PATH.test(path))
    throw validationError(
      'The parameter doesn\'t meet the parameter name requirements. The parameter name must begin with a forward slash "/". It can\'t be prefixed with \\"aws\\" or \\"ssm\\" (case-insensitive). It must use only letters, numbers, or the following symbols: . (period), - (hyphen), _ (underscore). Special characters are not allowed. All sub-paths, if specified, must use the forward slash symbol "/". Valid example: /get/parameters2-/by1./path0_.',
    );
};

/** The ARN of a parameter: `/a/b` is `parameter/a/b`, and `a` is `parameter/a`. */
export const arnOfParameter = (home: Home, name: string): string =>
  arnOf(home, 'ssm', `parameter${name.startsWith('/') ? '' : '/'}${name}`);

/** What a caller wants to read: a name or an ARN, and a version or a label. */
export interface Selector {
  /** The names that the parameter can have: an ARN does not show whether a simple name begins with a slash. */
  readonly names: readonly string[];
  /** `:3` or `:label`; '' for the latest version. */
  readonly suffix: string;
}

/** Reads `name`, `name:version`, `name:label`, and the same with an ARN of this account and region. */
export const selectorOf = (text: string, home: Home): Selector => {
  const prefix = arnOf(home, 'ssm', 'parameter');
  const isArn = text.startsWith(`${prefix}/`);
  const rest = isArn ? text.slice(prefix.length) : text;
  const colon = rest.indexOf(':');
  const name = colon < 0 ? rest : rest.slice(0, colon);
  const isSimple = isArn && name.lastIndexOf('/') === 0;
  return { names: isSimple ? [name, name.slice(1)] : [name], suffix: colon < 0 ? '' : rest.slice(colon) };
};
