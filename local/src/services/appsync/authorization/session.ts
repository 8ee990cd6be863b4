import type { Mode, ModeType } from '../definitions.ts';

/** A field of an object type. */
interface FieldPlace {
  readonly type: string;
  readonly field: string;
  /** Whether the field is an operation or has a resolver. Other fields are members of values that were resolved. */
  readonly isResolved: boolean;
}

/** An authorized request. */
export interface Session {
  /** The mode of the API that authorized the request. */
  readonly mode: Mode;
  /** `ctx.identity`; null for API keys. */
  readonly identity: object | null;
  /** The groups of a user of a pool. */
  readonly groups: readonly string[];
  /** Whether the mode itself allows a field; the directives of the schema are checked besides. */
  allows(place: FieldPlace): boolean;
}

/** The reason for which a request is refused. */
export interface Refusal {
  readonly refused: { readonly status: number; readonly errorType: string; readonly message: string };
}

/** The refusal of a request without valid authorization. */
export const unauthorized = (message = 'You are not authorized to make this call.'): Refusal => ({
  refused: { status: 401, errorType: 'UnauthorizedException', message },
});

/** Values of `util.authType()`. */
export const AUTH_TYPES: { readonly [Type in ModeType]: string } = {
  API_KEY: 'API Key Authorization',
  AWS_IAM: 'IAM Authorization',
  AMAZON_COGNITO_USER_POOLS: 'User Pool Authorization',
  AWS_LAMBDA: 'Lambda Authorization',
};

/** All requests come from this machine. */
export const SOURCE_IP = ['127.0.0.1'];
