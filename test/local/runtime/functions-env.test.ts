import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { FunctionsEnvError, withFunctionsEnv } from '../../../local/src/runtime/functions-env.ts';
import { type Assembly, loadAssembly } from '../../../local/src/template/assembly.ts';
import { removeDirectory, temporaryDirectory } from '../kernel.ts';
import { writeAssembly } from '../template/assemblies.ts';

const FUNCTION = 'AWS::Lambda::Function';
const RESOURCES = {
  Plain: { Type: FUNCTION, Properties: { FunctionName: 'plain' } },
  Configured: {
    Type: FUNCTION,
    Properties: { FunctionName: { Ref: 'Name' }, Environment: { Variables: { STAGE: 'prod', URL: { Ref: 'Url' } } } },
  },
  Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'plain' } },
};

let directory: string;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => removeDirectory(directory));

const load = (resources: Record<string, unknown> = RESOURCES): Assembly =>
  loadAssembly(writeAssembly(join(directory, 'cdk.out'), { shop: { Resources: resources } }));

const propertiesOf = (assembly: Assembly, logicalId: string) =>
  assembly.stacks[0]?.template.resources.get(logicalId)?.properties;

describe('Environment variables given at the start', () => {
  test('change nothing when there are none', () => {
    const assembly = load();
    expect(withFunctionsEnv(assembly, {})).toBe(assembly);
  });

  test('without a function name are set for every function and override the template', () => {
    const assembly = withFunctionsEnv(load(), { STAGE: 'dev' });
    expect(propertiesOf(assembly, 'Plain')).toEqual({
      FunctionName: 'plain',
      Environment: { Variables: { STAGE: 'dev' } },
    });
    expect(propertiesOf(assembly, 'Configured')?.Environment).toEqual({
      Variables: { STAGE: 'dev', URL: { Ref: 'Url' } },
    });
    expect(propertiesOf(assembly, 'Queue')).toEqual({ QueueName: 'plain' });
  });

  test('for one function, by its name or its logical id, have precedence over those for all functions', () => {
    const given = { 'plain:STAGE': 'one', STAGE: 'all', 'Configured:STAGE': 'two' };
    const assembly = withFunctionsEnv(load(), given);
    expect(propertiesOf(assembly, 'Plain')?.Environment).toEqual({ Variables: { STAGE: 'one' } });
    expect(propertiesOf(assembly, 'Configured')?.Environment).toMatchObject({ Variables: { STAGE: 'two' } });
  });

  test('for a missing function are refused with the names of the existing functions', () => {
    const wrong = () => withFunctionsEnv(load(), { 'plian:STAGE': 'dev' });
    expect(wrong).toThrow(FunctionsEnvError);
    expect(wrong).toThrow(
      'There is no function plian for the variable STAGE. Functions of the assembly: Configured, Plain, plain.',
    );
  });

  test('are refused for a function whose environment is an expression', () => {
    const Environment = { 'Fn::If': ['IsProd', { Variables: {} }, { Ref: 'AWS::NoValue' }] };
    const assembly = load({ Chosen: { Type: FUNCTION, Properties: { Environment } } });
    expect(() => withFunctionsEnv(assembly, { STAGE: 'dev' })).toThrow(
      'The environment of the function Chosen is an expression, so no variable can be added to it.',
    );
  });
});
