import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';

/** Which reviews need decisions of two different people. workflow/review-policy.schema.json describes the members. */
export interface ReviewPolicy {
  readonly twoPeople: {
    readonly reasons: readonly (readonly string[])[];
    /** 0 to 100. */
    readonly samplePercent: number;
  };
  readonly secondSeesFirst: boolean;
}

const FOLDER = join(import.meta.dirname, '../../workflow');
export const DEFAULT_REVIEW_POLICY = join(FOLDER, 'review-policy.json');
const SCHEMA = join(FOLDER, 'review-policy.schema.json');

/**
 * Reads a review policy (workflow/review-policy.schema.json).
 * @throws Error that names the file and the member that is wrong, with what is allowed
 */
export function readReviewPolicy(file: string): ReviewPolicy {
  const policy: unknown = parse(file);
  const ajv = new Ajv({ allErrors: true });
  const validate = ajv.compile<ReviewPolicy>(JSON.parse(readFileSync(SCHEMA, 'utf8')));
  if (validate(policy)) return policy;
  throw new Error(
    `The review policy ${file} is not valid: ${ajv.errorsText(validate.errors, { dataVar: 'policy' })}. ` +
      'workflow/review-policy.schema.json describes it.',
  );
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Error(`The review policy ${file} cannot be read as JSON.`, { cause });
  }
}
