import { expect, test } from '@jest/globals';
import { getAtt, one, startTemplate } from '../../template/start-template.ts';

const ref = (Ref: string) => ({ Ref });

test('Custom domain names of APIs are listed as not run, and other resources can refer to them', async () => {
  const domain = (version: string) =>
    one(`AWS::${version}::DomainName`, { DomainName: 'api.example.com', RegionalCertificateArn: ref('Certificate') });
  const runtime = await startTemplate(
    {
      Resources: {
        Rest: one('AWS::ApiGateway::RestApi', { Name: 'rest' }),
        Http: one('AWS::ApiGatewayV2::Api', { Name: 'http', ProtocolType: 'HTTP' }),
        Certificate: one('AWS::CertificateManager::Certificate', { DomainName: 'api.example.com' }),
        RestDomain: domain('ApiGateway'),
        BasePath: one('AWS::ApiGateway::BasePathMapping', { DomainName: ref('RestDomain'), RestApiId: ref('Rest') }),
        HttpDomain: domain('ApiGatewayV2'),
        Mapping: one('AWS::ApiGatewayV2::ApiMapping', {
          DomainName: ref('HttpDomain'),
          ApiId: ref('Http'),
          Stage: '$default',
        }),
        Record: one('AWS::Route53::RecordSet', {
          Name: 'api.example.com.',
          Type: 'A',
          AliasTarget: {
            DNSName: getAtt('RestDomain', 'RegionalDomainName'),
            HostedZoneId: getAtt('RestDomain', 'RegionalHostedZoneId'),
          },
        }),
      },
      Outputs: {
        Domain: { Value: ref('HttpDomain') },
        Target: { Value: getAtt('HttpDomain', 'RegionalDomainName') },
      },
    },
    '',
  );
  const { notRun = [], outputs = [] } = runtime.deployment ?? {};
  await runtime.stop();
  expect(notRun.map(({ type }) => type).toSorted()).toEqual([
    'AWS::ApiGateway::BasePathMapping',
    'AWS::ApiGateway::DomainName',
    'AWS::ApiGatewayV2::ApiMapping',
    'AWS::ApiGatewayV2::DomainName',
    'AWS::CertificateManager::Certificate',
    'AWS::Route53::RecordSet',
  ]);
  expect(Object.fromEntries(outputs.map(({ name, value }) => [name, value]))).toEqual({
    Domain: 'api.example.com',
    Target: 'api.example.com.invalid',
  });
});
