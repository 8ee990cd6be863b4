import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LambdaClient, ListLayersCommand } from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Code,
  FunctionUrlAuthType,
  type ILayerVersion,
  Function as LambdaFunction,
  LayerVersion,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { type OneMachine, start } from 'one-machine';
import { removeDirectory, temporaryDirectory } from '../../kernel.ts';
import { writeFiles } from './harness.ts';
import { zipArchive } from './zip-archive.ts';

// Validation of the template takes two thirds of a synthesis; the runtime reads the template itself.
process.env.CDK_VALIDATION = 'false';

let directory: string;
let aws: OneMachine | undefined;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(async () => {
  await aws?.stop();
  aws = undefined;
  removeDirectory(directory);
});

const SOURCE = `exports.handler = async () => [require('/opt/word.js'), require('zipped')];`;
const quiet = { info: () => {}, warn: () => {}, error: console.error };

/** A function with layers and a URL. `word` is in the first layer. */
const addFunction = (stack: Stack, layers: ILayerVersion[]): void => {
  const fn = new LambdaFunction(stack, 'Function', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline(SOURCE),
    layers,
  });
  const url = fn.addFunctionUrl({ authType: FunctionUrlAuthType.NONE, cors: { allowedOrigins: ['*'] } });
  const caller = new Role(stack, 'Caller', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  caller.addToPolicy(new PolicyStatement({ actions: ['lambda:GetFunction'], resources: [fn.functionArn] }));
  fn.addAlias('live').addFunctionUrl().grantInvokeUrl(caller);
  new CfnOutput(stack, 'Url', { value: url.url });
};

/** The CDK caches assets by their path, so each word has a directory of its own. */
const synthesize = (word: string, addLayers: (stack: Stack, content: string) => ILayerVersion[]): string => {
  const app = new App({ outdir: join(directory, 'cdk.out'), analyticsReporting: false });
  const stack = new Stack(app, 'layered');
  const content = writeFiles(join(directory, word), { 'word.js': `module.exports = '${word}';` });
  addFunction(stack, addLayers(stack, content));
  return app.synth().directory;
};

const layersOf = (stack: Stack, content: string): ILayerVersion[] => {
  const zip = join(directory, 'layer.zip');
  writeFileSync(zip, zipArchive({ 'nodejs/node_modules/zipped/index.js': "module.exports = 'from the zip';" }));
  const words = new LayerVersion(stack, 'Words', {
    code: Code.fromAsset(content),
    compatibleRuntimes: [Runtime.NODEJS_24_X, Runtime.PYTHON_3_13],
    description: 'words',
    license: 'MIT',
  });
  words.addPermission('Everybody', { accountId: '*' });
  const zipped = new LayerVersion(stack, 'Zipped', { code: Code.fromAsset(zip), layerVersionName: 'zipped' });
  return [words, zipped];
};

const deploy = async (assembly: string): Promise<OneMachine> => {
  await aws?.stop();
  aws = await start({ assembly, dataDir: join(directory, 'data'), log: quiet });
  return aws;
};

const answer = async ({ outputs }: OneMachine): Promise<unknown> => (await fetch(String(outputs.Url))).json();

describe('An app of the CDK with layers and function URLs', () => {
  test('runs; the output is the address of the function', async () => {
    const deployed = await deploy(synthesize('first', layersOf));
    expect(deployed.outputs.Url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/_url\/layered-Function.*\/$/);
    expect(await answer(deployed)).toEqual(['first', 'from the zip']);
    expect(deployed.deployment?.changes).toMatchObject({
      'AWS::Lambda::LayerVersion': { created: 2 },
      'AWS::Lambda::LayerVersionPermission': { created: 1 },
      'AWS::Lambda::Url': { created: 2 },
    });
    expect(deployed.deployment?.notRun.map(({ type }) => type)).toEqual([]);
  });

  test('gets a new version of a layer whose content changes', async () => {
    await deploy(synthesize('first', layersOf));
    const deployed = await deploy(synthesize('second', layersOf));
    expect(await answer(deployed)).toEqual(['second', 'from the zip']);
    expect(deployed.deployment?.changes['AWS::Lambda::LayerVersion']).toEqual({ replaced: 1, unchanged: 1 });
    const { Layers = [] } = await new LambdaClient(deployed.clientConfig).send(new ListLayersCommand());
    expect(Layers.map(({ LatestMatchingVersion }) => LatestMatchingVersion?.Version)).toEqual([2, 1]);
  });

  test('is unchanged at the next start of the same assembly', async () => {
    await deploy(synthesize('first', layersOf));
    const deployed = await deploy(synthesize('first', layersOf));
    expect(await answer(deployed)).toEqual(['first', 'from the zip']);
    expect(deployed.deployment?.changes['AWS::Lambda::LayerVersion']).toEqual({ unchanged: 2 });
    expect(deployed.deployment?.changes['AWS::Lambda::Function']).toEqual({ unchanged: 1 });
  });

  test('does not start if a function has a layer of another account', async () => {
    const arn = 'arn:aws:lambda:us-east-1:580247275435:layer:LambdaInsightsExtension:38';
    const assembly = synthesize('first', (stack) => [LayerVersion.fromLayerVersionArn(stack, 'Insights', arn)]);
    await expect(deploy(assembly)).rejects.toThrow(`The layer ${arn} of another account is not supported`);
  });
});
