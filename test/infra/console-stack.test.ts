import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { consoleBuild } from '../../scripts/console.ts';
import { RULES } from './rules/rules.ts';
import { createApp, type Properties, type Resource, removeAssemblies } from './synthesized.ts';

let resources: ReadonlyMap<string, Resource>;

beforeAll(async () => {
  const assembly = (
    await createApp({ console: await consoleBuild(), stage: 'prod', notificationEmail: 'a@b.example' })
  ).synth();
  const { template } = assembly.getStackByName('account-applications-console-prod');
  resources = new Map(Object.entries(template.Resources));
});
afterAll(removeAssemblies);

const propertiesOf = (type: string): Properties[] =>
  [...resources.values()].filter(({ Type }) => Type === type).map(({ Properties }) => Properties);

const onlyOne = (type: string): Properties => {
  const found = propertiesOf(type);
  expect(found).toHaveLength(1);
  return found[0] ?? {};
};

describe('The console on AWS', () => {
  test('follows the rules of every template', () => {
    expect(RULES.flatMap((rule) => rule.check({ Resources: Object.fromEntries(resources) }))).toEqual([]);
  });

  test('is in a bucket that only the distribution can read', () => {
    const buckets = propertiesOf('AWS::S3::Bucket');
    expect(buckets).toHaveLength(2);
    for (const { PublicAccessBlockConfiguration } of buckets) {
      expect(Object.values(PublicAccessBlockConfiguration as object)).toEqual([true, true, true, true]);
    }
    const { DistributionConfig } = onlyOne('AWS::CloudFront::Distribution');
    expect(DistributionConfig).toMatchObject({
      DefaultCacheBehavior: { ViewerProtocolPolicy: 'redirect-to-https', AllowedMethods: ['GET', 'HEAD'] },
      Origins: [{ OriginAccessControlId: expect.anything(), S3OriginConfig: { OriginAccessIdentity: '' } }],
    });
  });

  test('has the same security headers as on one machine and is served only by TLS', () => {
    const { ResponseHeadersPolicyConfig } = onlyOne('AWS::CloudFront::ResponseHeadersPolicy');
    const config = ResponseHeadersPolicyConfig as {
      readonly SecurityHeadersConfig: Readonly<Record<string, Record<string, unknown>>>;
    };
    const { ContentSecurityPolicy, StrictTransportSecurity, FrameOptions } = config.SecurityHeadersConfig;
    const policy = JSON.stringify(ContentSecurityPolicy);
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).not.toContain('unsafe-inline');
    for (const reached of ['ApiHttpApi', 'cognito-idp.', 'PeoplePoolDomain']) expect(policy).toContain(reached);
    expect(StrictTransportSecurity?.AccessControlMaxAgeSec).toBe(31_536_000);
    expect(FrameOptions?.FrameOption).toBe('DENY');
  });

  test.each([
    ['/', '/index.html'],
    ['/reviews/app-1.v2', '/index.html'],
    ['/assets/index-1234abcd.js', '/assets/index-1234abcd.js'],
    ['/config.json', '/config.json'],
  ])('returns for the path %s the file %s', (uri, file) => {
    const { FunctionCode } = onlyOne('AWS::CloudFront::Function');
    const handler = runInNewContext(`${FunctionCode}; handler`);
    expect(handler({ request: { uri } })).toEqual({ uri: file });
  });

  test('gives its pages the URLs of API and sign-in', () => {
    const names = propertiesOf('Custom::CDKBucketDeployment').map(
      ({ DestinationBucketKeyPrefix }) => DestinationBucketKeyPrefix,
    );
    expect(names).toEqual(['assets', undefined]);
    const markers = propertiesOf('Custom::CDKBucketDeployment').map(({ SourceMarkers }) => SourceMarkers);
    expect(JSON.stringify(markers)).toContain('ApiHttpApi');
    expect(JSON.stringify(markers)).toContain('PeoplePoolTools');
  });
});
