import { earlyProblem, isEvaluated } from '../../core/cloudformation/early-problem.ts';
import type { RunningType } from '../../core/cloudformation/resource-type.ts';
import { codeOf } from './read/code.ts';
import { withCode } from './read/code-asset.ts';
import { checkEndpoint, checkTable, sourceTypeOf } from './read/data-source.ts';
import { checkVersion, functionsOf, kindOf } from './read/resolver.ts';

type Check = NonNullable<RunningType['problem']>;

/** Checks the code of a resolver or of a function, also if it is an asset. */
const codeProblem: Check = (properties, _home, asset) => {
  const { Runtime, Code, CodeS3Location } = properties;
  if (![Runtime, Code, CodeS3Location].every(isEvaluated)) return undefined;
  const property = CodeS3Location === undefined ? 'Code' : 'CodeS3Location';
  return earlyProblem({ [property]: () => codeOf(withCode({ properties, asset })) })(properties);
};

const FUNCTION_CHECKS = earlyProblem({ FunctionVersion: checkVersion });

export const functionProblem: Check = (properties, home, asset) =>
  FUNCTION_CHECKS(properties) ?? codeProblem(properties, home, asset);

const RESOLVER_CHECKS = earlyProblem({ Kind: kindOf, PipelineConfig: functionsOf });

export const resolverProblem: Check = (properties, home, asset) =>
  RESOLVER_CHECKS(properties) ?? codeProblem(properties, home, asset);

export const dataSourceProblem: Check = earlyProblem({
  Type: sourceTypeOf,
  DynamoDBConfig: checkTable,
  HttpConfig: checkEndpoint,
});
