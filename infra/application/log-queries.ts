import { QueryDefinition, QueryString } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { MESSAGES } from '../../handlers/files/append-case-entries/contract.ts';
import type { BundledFunction } from '../constructs/bundled-function.ts';
import { named } from '../constructs/named.ts';
import { functionNamed } from './functions-query.ts';

/** Queries that operators find in CloudWatch Logs Insights, in the folder account-applications. */
export class LogQueries extends Construct {
  constructor(scope: Construct, id: string, { functions }: { readonly functions: readonly BundledFunction[] }) {
    super(scope, id);
    const logGroupsOf = (some: readonly BundledFunction[]) => some.map((each) => each.function.logGroup);
    const all = logGroupsOf(functions);
    const folder = named(this, 'account-applications');
    const appendCaseEntries = functionNamed(functions, 'append-case-entries');
    // An operator replaces APPLICATION-ID in the console.
    new QueryDefinition(this, 'OneApplication', {
      queryDefinitionName: `${folder}/one application`,
      logGroups: all,
      queryString: new QueryString({
        fields: ['@timestamp', 'service', 'level', 'message', 'outcome', 'result', 'error'],
        filterStatements: ['correlation_id = "APPLICATION-ID"'],
        sort: '@timestamp asc',
        limit: 1_000,
      }),
    });
    new QueryDefinition(this, 'Errors', {
      queryDefinitionName: `${folder}/errors by function`,
      logGroups: all,
      queryString: new QueryString({
        filterStatements: ['level = "ERROR"'],
        statsStatements: ['count(*) as errors, max(@timestamp) as latest by @log, message, error'],
        sort: 'errors desc',
        limit: 100,
      }),
    });
    new QueryDefinition(this, 'SlowestDecisions', {
      queryDefinitionName: `${folder}/slowest decisions`,
      logGroups: logGroupsOf(appendCaseEntries === undefined ? [] : [appendCaseEntries]),
      queryString: new QueryString({
        fields: [
          'correlation_id',
          'outcome',
          'secondsToClaim',
          'secondsToFirstDecision',
          'secondsToFinalDecision',
          '@timestamp',
        ],
        filterStatements: [`message = "${MESSAGES.reviewEnded}"`, 'ispresent(secondsToFinalDecision)'],
        sort: 'secondsToFinalDecision desc',
        limit: 50,
      }),
    });
  }
}
