import { earlyProblem, isEvaluated, itemsOf } from '../../core/cloudformation/early-problem.ts';
import { object } from '../../core/cloudformation/properties.ts';
import type { PropertyCheck, RunningType } from '../../core/cloudformation/resource-type.ts';
import { isObject, type ValueObject } from '../../core/cloudformation/value.ts';
import {
  checkFunction,
  checkModeTypes,
  checkPool,
  defaultActionOf,
  modeTypeOf,
  patternOf,
  ttlOf,
} from './read/authorization.ts';
import { codeOf } from './read/code.ts';
import { checkEndpoint, checkRole, checkTable, sourceTypeOf } from './read/data-source.ts';
import { checkVersion, functionsOf, kindOf } from './read/resolver.ts';
import { withCode, withDefinition } from './read/text-asset.ts';

type Problem = ReturnType<PropertyCheck>;
type Check = (properties: ValueObject) => Problem;

/** Checks the members of the object in the property `name`. */
const inside =
  (name: string, check: Check): Check =>
  (properties) =>
    below(name, check(object(properties[name])));

const below = (path: string, problem: Problem): Problem =>
  problem && { ...problem, property: `${path}.${problem.property}` };

const firstProblem =
  (...checks: readonly Check[]): Check =>
  (properties) => {
    for (const check of checks) {
      const problem = check(properties);
      if (problem) return problem;
    }
    return undefined;
  };

/** Checks a provider of authorization. The ids of pools and functions are references to other resources. */
const providerProblem = firstProblem(
  earlyProblem({
    AuthenticationType: modeTypeOf,
    UserPoolConfig: checkPool,
    LambdaAuthorizerConfig: checkFunction,
  }),
  inside(
    'UserPoolConfig',
    earlyProblem({
      DefaultAction: defaultActionOf,
      AppIdClientRegex: (config) => patternOf(config, 'AppIdClientRegex'),
    }),
  ),
  inside(
    'LambdaAuthorizerConfig',
    earlyProblem({
      AuthorizerResultTtlInSeconds: ttlOf,
      IdentityValidationExpression: (config) => patternOf(config, 'IdentityValidationExpression'),
    }),
  ),
);

const PROVIDERS = 'AdditionalAuthenticationProviders';

const additionalProblem: Check = (properties) => {
  for (const { property, value } of itemsOf(PROVIDERS, properties[PROVIDERS])) {
    const problem = below(property, providerProblem(object(value)));
    if (problem) return problem;
  }
  return undefined;
};

/** Finds a type that is given twice, if all types are known. */
const repeatedProblem: Check = ({ AuthenticationType, [PROVIDERS]: additional }) => {
  const providers = itemsOf(PROVIDERS, additional).map(({ value }) => object(value).AuthenticationType ?? null);
  if (isObject(additional) || ![AuthenticationType, providers].every(isEvaluated)) return undefined;
  const types = {
    AuthenticationType: AuthenticationType ?? null,
    [PROVIDERS]: providers.map((type) => ({ AuthenticationType: type })),
  };
  return earlyProblem({ [PROVIDERS]: checkModeTypes })(types);
};

export const apiProblem = firstProblem(providerProblem, additionalProblem, repeatedProblem);

/** Checks the definition of a schema, also if it is an asset. */
export const schemaProblem: NonNullable<RunningType['problem']> = async (properties, _home, asset) => {
  const { Definition, DefinitionS3Location } = properties;
  if (![Definition, DefinitionS3Location].every(isEvaluated)) return undefined;
  // Loaded on first use, to keep the start fast.
  const { checkDefinition } = await import('./schema/schema.ts');
  const property = DefinitionS3Location === undefined ? 'Definition' : 'DefinitionS3Location';
  return earlyProblem({ [property]: () => checkDefinition(withDefinition({ properties, asset })) })(properties);
};

/** Checks the code of a resolver or of a function, also if it is an asset. */
const codeProblem: PropertyCheck = (properties, _home, asset) => {
  const { Runtime, Code, CodeS3Location } = properties;
  if (![Runtime, Code, CodeS3Location].every(isEvaluated)) return undefined;
  const property = CodeS3Location === undefined ? 'Code' : 'CodeS3Location';
  return earlyProblem({ [property]: () => codeOf(withCode({ properties, asset })) })(properties);
};

const FUNCTION_CHECKS = earlyProblem({ FunctionVersion: checkVersion });

export const functionProblem: PropertyCheck = (properties, home, asset) =>
  FUNCTION_CHECKS(properties) ?? codeProblem(properties, home, asset);

const RESOLVER_CHECKS = earlyProblem({ Kind: kindOf, PipelineConfig: functionsOf });

export const resolverProblem: PropertyCheck = (properties, home, asset) =>
  RESOLVER_CHECKS(properties) ?? codeProblem(properties, home, asset);

export const dataSourceProblem: Check = earlyProblem({
  Type: sourceTypeOf,
  DynamoDBConfig: checkTable,
  HttpConfig: checkEndpoint,
  ServiceRoleArn: checkRole,
});
