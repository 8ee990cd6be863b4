import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Runtime, startRuntime } from '../../../local/src/runtime/runtime.ts';
import { temporaryDirectory } from '../kernel.ts';
import { writeAssembly } from './assemblies.ts';

type Json = Record<string, unknown>;

/** A resource of a template. */
export const one = (Type: string, Properties: Json = {}): Json => ({ Type, Properties });

export const getAtt = (id: string, attribute = 'Arn'): Json => ({ 'Fn::GetAtt': [id, attribute] });

/** A role that a service can assume, with a policy of these statements. */
export const role = (service: string, Statement: readonly unknown[] = []): Json =>
  one('AWS::IAM::Role', {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
    },
    Policies: [{ PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement } }],
  });

/** A function with the given role; its code is the `code` of `startTemplate`. */
export const FUNCTION: Json = {
  Role: role('lambda.amazonaws.com'),
  Function: one('AWS::Lambda::Function', {
    FunctionName: 'echo',
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: getAtt('Role'),
    Code: { S3Bucket: 'assets', S3Key: 'code.zip' },
  }),
};

/** Lets API Gateway invoke `FUNCTION`. */
export const API_MAY_CALL: Json = one('AWS::Lambda::Permission', {
  FunctionName: getAtt('Function'),
  Action: 'lambda:InvokeFunction',
  Principal: 'apigateway.amazonaws.com',
});

/** `FUNCTION` with a version and its alias `live`. */
export const ALIASED_FUNCTION: Json = {
  ...FUNCTION,
  Version: one('AWS::Lambda::Version', { FunctionName: { Ref: 'Function' } }),
  Alias: one('AWS::Lambda::Alias', {
    FunctionName: { Ref: 'Function' },
    FunctionVersion: getAtt('Version', 'Version'),
    Name: 'live',
  }),
};

/** The value of the output `Url` of a runtime's template; empty if it has none. */
export const urlOf = ({ deployment }: Runtime): string =>
  deployment?.outputs.find(({ name }) => name === 'Url')?.value ?? '';

/** Starts an in-memory runtime with one template; `code` is the module of its functions. Port 0 is a free one. */
export const startTemplate = (template: Json, code: string, { port = 0 } = {}): Promise<Runtime> => {
  const directory = temporaryDirectory();
  const asset = join(directory, 'cdk.out/asset.code');
  mkdirSync(asset, { recursive: true });
  writeFileSync(join(asset, 'index.mjs'), code);
  const assets = { 'code.zip': 'asset.code' };
  const assembly = writeAssembly(join(directory, 'cdk.out'), { pets: template }, { assets });
  const log = { info: () => {}, warn: () => {}, error: (...line: unknown[]) => console.error(...line) };
  return startRuntime({ port, assembly, log });
};
