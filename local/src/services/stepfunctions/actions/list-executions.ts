import { validationError } from '../../../core/aws/aws-error.ts';
import { isVersion, readStateMachineArn } from '../arns.ts';
import { stateMachineDoesNotExist, wrongStateMachineType } from '../errors.ts';
import { childRedrivesOf, executionFacts, redrivesOf } from '../execution-facts.ts';
import { requireMapRun } from '../map-run-lookup.ts';
import { type Input, MAX_ARN_LENGTH, optionalText, page, pageNumber, pageSize } from '../parameters.ts';
import type { MakeAction } from '../step-functions-context.ts';
import type { ExecutionRow, ListRequest } from '../store/executions.ts';
import type { MapRunChildRow } from '../store/map-run-children.ts';
import type { Tables } from '../store/tables.ts';

const STATUSES = ['SUCCEEDED', 'TIMED_OUT', 'PENDING_REDRIVE', 'ABORTED', 'FAILED', 'RUNNING'];
const REDRIVES = ['REDRIVEN', 'NOT_REDRIVEN'];

/**
 * ListExecutions of a state machine, version, alias or Map Run, newest first.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html
 */
export const listExecutions: MakeAction =
  ({ tables }) =>
  (input) => {
    const status = optionalText(input, 'statusFilter', { oneOf: STATUSES });
    const redrive = optionalText(input, 'redriveFilter', { oneOf: REDRIVES });
    const limit = pageSize(input);
    const before = pageNumber(input);
    const filter = {
      ...(status === undefined ? {} : { status }),
      ...(redrive === undefined ? {} : { redrive }),
      ...(before === undefined ? {} : { before }),
      limit: limit + 1,
    };
    if (optionalText(input, 'mapRunArn') !== undefined) {
      if (optionalText(input, 'stateMachineArn') !== undefined) throw needsOneArn();
      const { arn: mapRunArn } = requireMapRun(tables, input);
      const { items, next } = page(tables.mapRunChildren.list({ mapRunArn, ...filter }), limit, ({ id }) => id);
      return { executions: items.map(listedChild), ...next };
    }
    const found = tables.executions.list({ ...scopeOf(tables, input), ...filter });
    const { items, next } = page(found, limit, ({ id }) => id);
    return { executions: items.map(listed), ...next };
  };

const needsOneArn = () => validationError('Must specify either a Map Run ARN or a State Machine ARN');

const scopeOf = ({ stateMachines }: Tables, input: Input): Pick<ListRequest, 'column' | 'arn'> => {
  const arn = optionalText(input, 'stateMachineArn', { max: MAX_ARN_LENGTH });
  if (arn === undefined) throw needsOneArn();
  const { stateMachineArn, qualifier } = readStateMachineArn(arn);
  const stateMachine = stateMachines.byArn(stateMachineArn);
  if (!stateMachine) throw stateMachineDoesNotExist(arn);
  if (stateMachine.type === 'EXPRESS') throw wrongStateMachineType();
  if (qualifier === undefined) return { column: 'machine_arn', arn };
  return { column: isVersion(qualifier) ? 'version_arn' : 'alias_arn', arn };
};

const listed = (it: ExecutionRow) => ({
  ...executionFacts(it),
  ...(it.versionArn === null ? {} : { stateMachineVersionArn: it.versionArn }),
  ...(it.aliasArn === null ? {} : { stateMachineAliasArn: it.aliasArn }),
  ...redrivesOf(it),
});

const listedChild = (it: MapRunChildRow) => ({
  ...executionFacts(it),
  mapRunArn: it.mapRunArn,
  itemCount: it.items,
  ...childRedrivesOf(it),
});
