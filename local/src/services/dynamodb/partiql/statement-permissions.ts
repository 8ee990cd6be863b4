import { arnOf } from '../../../core/aws/arn.ts';
import { type Input, list, type Requirement, type Requirements, text } from '../../../core/policy/requirement.ts';
import { parseStatement } from './parse-statement.ts';
import type { Select, Statement } from './syntax.ts';

const ACTIONS = { insert: 'PartiQLInsert', update: 'PartiQLUpdate', delete: 'PartiQLDelete' } as const;

/** The statement without its parameters; undefined if it cannot be parsed. Then the action itself refuses it. */
const parsed = (statement: string): Statement | undefined => {
  try {
    return parseStatement(statement, () => ({ NULL: true }));
  } catch {
    return undefined;
  }
};

const targetOf = (
  statement: Statement,
): { readonly action: string; readonly table: string; readonly select?: Select } => {
  const select = statement.kind === 'exists' ? statement.select : statement;
  if (select.kind === 'select') return { action: 'PartiQLSelect', table: select.table, select };
  return { action: ACTIONS[select.kind], table: select.table };
};

const requirementsOf = (input: Input, tableArn: (table: string) => string): Requirement[] => {
  const statement = parsed(text(input, 'Statement'));
  if (!statement) return [];
  const { action, table, select } = targetOf(statement);
  const index = select?.index === undefined ? '' : `/index/${select.index}`;
  return [{ action: `dynamodb:${action}`, resources: [`${tableArn(table)}${index}`] }];
};

/**
 * The permissions that the statements of a request need. `member` is the list of statements in the request; without it
 * the request itself is a statement.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html
 */
export const byStatements =
  (member?: string): Requirements =>
  (input, { home }) => {
    const statements = member === undefined ? [input] : list(input, member);
    return statements.flatMap((each) => requirementsOf(each, (table) => arnOf(home, 'dynamodb', `table/${table}`)));
  };
