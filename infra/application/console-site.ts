import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  AllowedMethods,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { securityHeaders } from '../../console/security-headers.ts';
import { acknowledge } from '../constructs/acknowledge.ts';
import { nist } from '../constructs/nist.ts';
import type { Stage } from '../constructs/stage.ts';

export interface ConsoleSiteProps {
  readonly stage: Stage;
  /** Origins that the console's pages may call. */
  readonly connect: readonly string[];
}

/** CloudFront function: a path that is not a file is a route inside the console, so the function returns index.html. */
const ROUTER = `function handler(event) {
  var request = event.request;
  if (!request.uri.startsWith('/assets/') && request.uri !== '/config.json') request.uri = '/index.html';
  return request;
}`;

/** A private bucket, and the CloudFront distribution that is the only reader of the bucket. */
export class ConsoleSite extends Construct {
  readonly bucket: IBucket;
  readonly distribution: Distribution;

  constructor(scope: Construct, id: string, { stage, connect }: ConsoleSiteProps) {
    super(scope, id);
    const logs = this.#createLogs(stage);
    this.bucket = this.#createBucket(logs);
    this.distribution = new Distribution(this, 'Distribution', {
      comment: 'The console of account applications',
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(this.bucket),
        allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        responseHeadersPolicy: this.#createHeaders(connect),
        compress: true,
        functionAssociations: [{ function: this.#createRouter(), eventType: FunctionEventType.VIEWER_REQUEST }],
      },
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      logBucket: logs,
      logFilePrefix: 'distribution/',
    });
    this.#acknowledge();
  }

  #createLogs({ logRetention, data: { removalPolicy } }: Stage): IBucket {
    const logs = new Bucket(this, 'Logs', {
      ...PRIVATE,
      removalPolicy,
      // CloudFront writes its logs with ACLs, so ACLs must be enabled.
      objectOwnership: ObjectOwnership.OBJECT_WRITER,
      lifecycleRules: [{ expiration: Duration.days(logRetention) }],
    });
    const reason = 'The bucket holds access logs, which are never overwritten and which expire.';
    acknowledge(logs, nist('S3BucketVersioningEnabled'), reason);
    return asInterface(logs);
  }

  /** The bucket is deleted with the stack, because a build creates its files again. */
  #createBucket(serverAccessLogsBucket: IBucket): IBucket {
    const files = new Bucket(this, 'Files', {
      ...PRIVATE,
      versioned: true,
      removalPolicy: RemovalPolicy.DESTROY,
      serverAccessLogsBucket,
      serverAccessLogsPrefix: 'files/',
      lifecycleRules: [{ noncurrentVersionExpiration: Duration.days(30) }],
    });
    return asInterface(files);
  }

  #createRouter(): EdgeFunction {
    return new EdgeFunction(this, 'Router', {
      runtime: FunctionRuntime.JS_2_0,
      code: FunctionCode.fromInline(ROUTER),
      comment: 'Returns index.html for every page of the console',
    });
  }

  /** The console's security headers, plus Strict-Transport-Security. */
  #createHeaders(connect: readonly string[]): ResponseHeadersPolicy {
    const {
      'content-security-policy': contentSecurityPolicy = '',
      'x-content-type-options': _,
      'x-frame-options': __,
      'referrer-policy': ___,
      ...others
    } = securityHeaders({ connect });
    return new ResponseHeadersPolicy(this, 'Headers', {
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy, override: true },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
        strictTransportSecurity: { accessControlMaxAge: Duration.days(365), includeSubdomains: true, override: true },
      },
      customHeadersBehavior: {
        customHeaders: Object.entries(others).map(([header, value]) => ({ header, value, override: true })),
      },
    });
  }

  #acknowledge(): void {
    acknowledge(
      this.distribution,
      'AwsSolutions::AwsSolutions-CFR1',
      'Reviewers may work in any country; the sign-in decides who has access.',
    );
    acknowledge(
      this.distribution,
      'AwsSolutions::AwsSolutions-CFR2',
      'The distribution serves only public files of the build; the API has its own limits and authorizer.',
    );
    acknowledge(
      this.distribution,
      'AwsSolutions::AwsSolutions-CFR4',
      'CloudFront sets the TLS versions of its default domain; with a custom domain the minimum is TLS 1.2.',
    );
    acknowledge(
      this,
      nist('S3BucketReplicationEnabled'),
      'A build from the sources creates the files again in any region.',
    );
    acknowledge(this, nist('S3DefaultEncryptionKMS'), 'The files are public; S3 encrypts them with an S3 managed key.');
  }
}

/**
 * The cast is needed because the class declares `isWebsite: boolean | undefined`, but the interface `isWebsite?:
 * boolean`.
 */
function asInterface(bucket: Bucket): IBucket {
  return bucket as IBucket;
}

const PRIVATE = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  encryption: BucketEncryption.S3_MANAGED,
  enforceSSL: true,
};
