import { expect, test } from '@jest/globals';
import { ALIASED_FUNCTION, FUNCTION, getAtt, one, startTemplate } from './start-template.ts';

const ref = (Ref: string) => ({ Ref });

test('Scaling of an alias and signatures of code are listed as not run, and other resources can refer to them', async () => {
  const scaled = { ServiceNamespace: 'lambda', ScalableDimension: 'lambda:function:ProvisionedConcurrency' };
  const signed = { CodeSigningConfigArn: getAtt('Signing', 'CodeSigningConfigArn') };
  const { Function: declared } = FUNCTION as { Function: { Properties: object } };
  const runtime = await startTemplate(
    {
      Resources: {
        ...ALIASED_FUNCTION,
        Function: { ...declared, Properties: { ...declared.Properties, ...signed } },
        Profile: one('AWS::Signer::SigningProfile', { PlatformId: 'AWSLambda-SHA384-ECDSA' }),
        Signing: one('AWS::Lambda::CodeSigningConfig', {
          AllowedPublishers: { SigningProfileVersionArns: [getAtt('Profile', 'ProfileVersionArn')] },
        }),
        Target: one('AWS::ApplicationAutoScaling::ScalableTarget', {
          ...scaled,
          ResourceId: 'function:echo:live',
          MinCapacity: 1,
          MaxCapacity: 2,
        }),
        Policy: one('AWS::ApplicationAutoScaling::ScalingPolicy', {
          PolicyName: 'half',
          PolicyType: 'TargetTrackingScaling',
          ScalingTargetId: ref('Target'),
        }),
      },
      Outputs: { Target: { Value: ref('Target') }, Policy: { Value: ref('Policy') } },
    },
    'export const handler = () => {};',
  );
  const { notRun = [], outputs = [] } = runtime.deployment ?? {};
  await runtime.stop();
  expect([...new Set(notRun.flatMap(({ type, property }) => (property ? [] : [type])))].toSorted()).toEqual([
    'AWS::ApplicationAutoScaling::ScalableTarget',
    'AWS::ApplicationAutoScaling::ScalingPolicy',
    'AWS::Lambda::CodeSigningConfig',
    'AWS::Signer::SigningProfile',
  ]);
  expect(Object.fromEntries(outputs.map(({ name, value }) => [name, value]))).toEqual({
    Target: 'function:echo:live|lambda:function:ProvisionedConcurrency|lambda',
    Policy: expect.stringMatching(/^arn:aws:autoscaling:us-east-1:000000000000:scalingPolicy:[\w-]+:policyName\/half$/),
  });
});
