export const TYPES = ['SecureString', 'StringList', 'String'] as const;
export type ParameterType = (typeof TYPES)[number];

export const TIERS = ['Standard', 'Advanced', 'Intelligent-Tiering'] as const;
/** The tier of a stored parameter; Intelligent-Tiering chooses one of them. */
export type Tier = Exclude<(typeof TIERS)[number], 'Intelligent-Tiering'>;

/** Everything about a version of a parameter except its value. */
export interface ParameterFacts {
  /** Without the region's prefix of its ARN, e.g. `/shop/colour`. */
  readonly name: string;
  readonly version: number;
  readonly type: ParameterType;
  readonly description: string | null;
  readonly allowedPattern: string | null;
  /** Only of a SecureString: the KMS key that is said to encrypt it. */
  readonly keyId: string | null;
  readonly tier: Tier;
  readonly dataType: string;
  /** Milliseconds since the epoch. */
  readonly modifiedMs: number;
  /** ARN of the caller. */
  readonly modifiedBy: string;
}

/** A version of a parameter. */
export interface StoredParameter extends ParameterFacts {
  /** Plain text, also of a SecureString. */
  readonly value: string;
}

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}
