import { createHash } from 'node:crypto';
import { arnOf, type Home } from '../core/aws/arn.ts';
import { text } from '../core/cloudformation/properties.ts';
import type { NotRunType, ResourceTypes } from '../core/cloudformation/resource-type.ts';
import type { ValueObject } from '../core/cloudformation/value.ts';

type Describe = (resource: { name: string; properties: ValueObject; home: Home }) => {
  ref: string;
  attributes: Record<string, string>;
};

const named: Describe = ({ name }) => ({ ref: name, attributes: {} });

/** A host name that never resolves (RFC 2606), for resources that have an address on AWS. */
const nowhere = (name: string): string => `${name.toLowerCase()}.invalid`;

/** An id in the form of a UUID, derived from the resource name, so that it is the same at each start. */
const idOf = (name: string): string => {
  const hash = createHash('sha256').update(name).digest('hex');
  return [hash.slice(0, 8), hash.slice(8, 12), hash.slice(12, 16), hash.slice(16, 20), hash.slice(20, 32)].join('-');
};

const withArn =
  (service: string, resource: string): Describe =>
  ({ name, home }) => ({ ref: name, attributes: { Arn: arnOf(home, service, `${resource}${name}`) } });

const notRun = (
  reason: string,
  describe: Describe = named,
  attributes: readonly string[] = [],
  nameProperty?: string,
): NotRunType => ({
  kind: 'not run',
  reason,
  describe,
  attributes,
  ...(nameProperty === undefined ? {} : { nameProperty }),
});

const NO_DOMAINS = 'no domain name leads to this machine; APIs have addresses of their own here';
const NO_ALARMS = 'there are no metrics here, so no alarm goes off';
const NO_BRANDING = 'the sign-in page is a plain one here';
const NO_WEBSITE = 'the website is not served here yet';
const NO_SCHEMAS = 'there is no schema registry here';
const NO_TRAFFIC_SHIFT = 'an alias changes to its new version at once here';
const NO_ENCRYPTION = 'nothing is encrypted at rest here';
const NO_CANARIES = 'there are no canaries here';
const NO_METRICS = 'there are no metrics here';
const NO_SIGNATURES = 'code signatures are not checked here';
const NO_SCALING = 'no capacity is limited here, so nothing scales';

const key: Describe = ({ name, home }) => {
  const id = idOf(name);
  return { ref: id, attributes: { Arn: arnOf(home, 'kms', `key/${id}`), KeyId: id } };
};

const signingConfig: Describe = ({ name, home }) => {
  const id = `csc-${idOf(name).replaceAll('-', '').slice(0, 17)}`;
  const arn = arnOf(home, 'lambda', `code-signing-config:${id}`);
  return { ref: arn, attributes: { CodeSigningConfigArn: arn, CodeSigningConfigId: id } };
};

const signingProfile: Describe = ({ name, home }) => {
  const version = idOf(name).replaceAll('-', '').slice(0, 10);
  const arn = arnOf(home, 'signer', `/signing-profiles/${name}`);
  const attributes = { Arn: arn, ProfileName: name, ProfileVersion: version, ProfileVersionArn: `${arn}/${version}` };
  return { ref: arn, attributes };
};

const scalableTarget: Describe = ({ properties }) => {
  const { ResourceId, ScalableDimension, ServiceNamespace } = properties;
  const id = [ResourceId, ScalableDimension, ServiceNamespace].map((value) => text(value) ?? '').join('|');
  return { ref: id, attributes: { Id: id } };
};

const scalingPolicy: Describe = ({ name, home }) => {
  const arn = arnOf(home, 'autoscaling', `scalingPolicy:${idOf(name)}:policyName/${name}`);
  return { ref: arn, attributes: { Arn: arn } };
};

const bucket: Describe = ({ name, home }) => {
  const domain = `${name}.s3.amazonaws.com`;
  const regional = `${name}.s3.${home.region}.amazonaws.com`;
  return {
    ref: name,
    attributes: {
      Arn: `arn:aws:s3:::${name}`,
      DomainName: domain,
      DualStackDomainName: `${name}.s3.dualstack.${home.region}.amazonaws.com`,
      RegionalDomainName: regional,
      WebsiteURL: `http://${name}.s3-website-${home.region}.amazonaws.com`,
    },
  };
};

/** A custom resource that makes SDK calls; its physical id is in the text of its calls, if it is not from an answer. */
const sdkCalls: Describe = ({ name, properties }) => {
  const [, id] = /"physicalResourceId":\{"id":"([^"\\]+)"\}/.exec(text(properties.Create) ?? '') ?? [];
  return { ref: id ?? name, attributes: {} };
};

/** A custom domain name of API Gateway. */
const apiDomain = notRun(
  NO_DOMAINS,
  ({ name, properties, home }) => {
    const domain = text(properties.DomainName) ?? name;
    return {
      ref: domain,
      attributes: {
        DistributionDomainName: nowhere(domain),
        DistributionHostedZoneId: name,
        DomainNameArn: `arn:aws:apigateway:${home.region}::/domainnames/${domain}`,
        RegionalDomainName: nowhere(domain),
        RegionalHostedZoneId: name,
      },
    };
  },
  ['DistributionDomainName', 'DistributionHostedZoneId', 'DomainNameArn', 'RegionalDomainName', 'RegionalHostedZoneId'],
);

const certificate: Describe = ({ name, home }) => {
  const arn = arnOf(home, 'acm', `certificate/${name}`);
  return { ref: arn, attributes: { Id: arn } };
};

const distribution: Describe = ({ name }) => ({ ref: name, attributes: { Id: name, DomainName: nowhere(name) } });

const NO_OBJECTS = 'no objects are stored here';
const OWN_LOGS = 'log groups here accept what the runtime itself delivers';

/** A function, or its layer, that only carries out custom resources; see `provision/providers.ts`. */
export const CUSTOM_RESOURCE_PROVIDER = notRun(
  'it only carries out custom resources, which the runtime handles itself',
  withArn('lambda', 'function:'),
  ['Arn'],
  'FunctionName',
);

/** An AwsCustomResource of the CDK with a call that the runtime does not support; see `custom-resources/sdk-calls.ts`. */
export const UNSUPPORTED_SDK_CALLS = notRun('it makes SDK calls that are not supported here', sdkCalls);

/** The custom resources that the CDK adds to templates and that are not run. */
const CUSTOM_TYPES: ResourceTypes = {
  'Custom::CloudwatchLogResourcePolicy': notRun(OWN_LOGS, sdkCalls),
  'Custom::CDKBucketDeployment': notRun(
    NO_OBJECTS,
    ({ name, properties }) => ({
      ref: name,
      attributes: { DestinationBucketArn: `arn:aws:s3:::${text(properties.DestinationBucketName) ?? name}` },
    }),
    ['DestinationBucketArn'],
  ),
  'Custom::S3AutoDeleteObjects': notRun(NO_OBJECTS),
  'Custom::S3BucketNotifications': notRun(NO_OBJECTS),
  'Custom::S3ObjectCopy': notRun(NO_OBJECTS),
  'Custom::SyntheticsAutoDeleteUnderlyingResources': notRun(NO_CANARIES),
};

/** Types that the runtime lists at start and does not run. References to them get placeholder names. */
export const NOT_RUN_TYPES: ResourceTypes = {
  'AWS::CDK::Metadata': notRun('it only counts which constructs are used'),
  'AWS::KMS::Key': notRun(NO_ENCRYPTION, key, ['Arn', 'KeyId']),
  'AWS::KMS::Alias': notRun(NO_ENCRYPTION, named, [], 'AliasName'),
  'AWS::CodeDeploy::Application': notRun(NO_TRAFFIC_SHIFT, named, [], 'ApplicationName'),
  'AWS::CodeDeploy::DeploymentConfig': notRun(NO_TRAFFIC_SHIFT, named, [], 'DeploymentConfigName'),
  'AWS::CodeDeploy::DeploymentGroup': notRun(NO_TRAFFIC_SHIFT, named, [], 'DeploymentGroupName'),
  'AWS::Lambda::CodeSigningConfig': notRun(NO_SIGNATURES, signingConfig, [
    'CodeSigningConfigArn',
    'CodeSigningConfigId',
  ]),
  'AWS::Signer::SigningProfile': notRun(
    NO_SIGNATURES,
    signingProfile,
    ['Arn', 'ProfileName', 'ProfileVersion', 'ProfileVersionArn'],
    'ProfileName',
  ),
  'AWS::ApplicationAutoScaling::ScalableTarget': notRun(NO_SCALING, scalableTarget, ['Id']),
  'AWS::ApplicationAutoScaling::ScalingPolicy': notRun(NO_SCALING, scalingPolicy, ['Arn'], 'PolicyName'),
  'AWS::CloudWatch::Alarm': notRun(NO_ALARMS, withArn('cloudwatch', 'alarm:'), ['Arn'], 'AlarmName'),
  'AWS::CloudWatch::CompositeAlarm': notRun(NO_ALARMS, withArn('cloudwatch', 'alarm:'), ['Arn'], 'AlarmName'),
  'AWS::CloudWatch::AnomalyDetector': notRun(NO_ALARMS),
  'AWS::CloudWatch::Dashboard': notRun(NO_METRICS, named, [], 'DashboardName'),
  'AWS::Logs::ResourcePolicy': notRun(OWN_LOGS, named, [], 'PolicyName'),
  'AWS::Logs::MetricFilter': notRun(NO_METRICS, named, [], 'FilterName'),
  'AWS::Logs::QueryDefinition': notRun('there is no Logs Insights here'),
  'AWS::EventSchemas::Registry': notRun(
    NO_SCHEMAS,
    ({ name, home }) => ({
      ref: arnOf(home, 'schemas', `registry/${name}`),
      attributes: { RegistryName: name, RegistryArn: arnOf(home, 'schemas', `registry/${name}`) },
    }),
    ['RegistryName', 'RegistryArn'],
    'RegistryName',
  ),
  'AWS::EventSchemas::Schema': notRun(
    NO_SCHEMAS,
    ({ name, home }) => ({
      ref: arnOf(home, 'schemas', `schema/${name}`),
      attributes: { SchemaName: name, SchemaArn: arnOf(home, 'schemas', `schema/${name}`) },
    }),
    ['SchemaName', 'SchemaArn'],
    'SchemaName',
  ),
  'AWS::EventSchemas::Discoverer': notRun(NO_SCHEMAS),
  'AWS::EventSchemas::RegistryPolicy': notRun(NO_SCHEMAS),
  'AWS::Cognito::UserPoolRiskConfigurationAttachment': notRun('there is no threat protection here'),
  'AWS::Cognito::UserPoolUICustomizationAttachment': notRun(NO_BRANDING),
  'AWS::Cognito::ManagedLoginBranding': notRun(NO_BRANDING),
  'AWS::S3::Bucket': notRun(
    NO_OBJECTS,
    bucket,
    ['Arn', 'DomainName', 'DualStackDomainName', 'RegionalDomainName', 'WebsiteURL'],
    'BucketName',
  ),
  'AWS::S3::BucketPolicy': notRun(NO_OBJECTS),
  'AWS::CloudFront::Distribution': notRun(NO_WEBSITE, distribution, ['Id', 'DomainName']),
  'AWS::CloudFront::OriginAccessControl': notRun(NO_WEBSITE, ({ name }) => ({ ref: name, attributes: { Id: name } }), [
    'Id',
  ]),
  'AWS::CloudFront::Function': notRun(
    NO_WEBSITE,
    ({ name, home }) => ({
      ref: `arn:aws:cloudfront::${home.accountId}:function/${name}`,
      attributes: { FunctionARN: `arn:aws:cloudfront::${home.accountId}:function/${name}` },
    }),
    ['FunctionARN'],
    'Name',
  ),
  'AWS::CloudFront::ResponseHeadersPolicy': notRun(
    NO_WEBSITE,
    ({ name }) => ({ ref: name, attributes: { Id: name } }),
    ['Id'],
  ),
  'AWS::CloudFront::CachePolicy': notRun(NO_WEBSITE, ({ name }) => ({ ref: name, attributes: { Id: name } }), ['Id']),
  'AWS::ApiGateway::DomainName': apiDomain,
  'AWS::ApiGateway::BasePathMapping': notRun(NO_DOMAINS),
  'AWS::ApiGatewayV2::DomainName': apiDomain,
  'AWS::ApiGatewayV2::ApiMapping': notRun(
    NO_DOMAINS,
    ({ name }) => ({ ref: name, attributes: { ApiMappingId: name } }),
    ['ApiMappingId'],
  ),
  'AWS::CertificateManager::Certificate': notRun(NO_DOMAINS, certificate, ['Id']),
  'AWS::Route53::RecordSet': notRun(NO_DOMAINS, named, [], 'Name'),
  'AWS::WAFv2::WebACL': notRun(
    NO_WEBSITE,
    ({ name, home }) => ({ ref: name, attributes: { Arn: arnOf(home, 'wafv2', `global/webacl/${name}`) } }),
    ['Arn'],
  ),
  'AWS::WAFv2::WebACLAssociation': notRun(NO_WEBSITE),
  'AWS::XRay::Group': notRun('there is no X-Ray here'),
  'AWS::Synthetics::Canary': notRun(NO_CANARIES),
  ...CUSTOM_TYPES,
};
