import { RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type CfnStage,
  type HttpApi,
  type HttpRoute,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Stage } from './stage.ts';

/** Format of the access log. It has no IP address and no path, because a path contains an application id. */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  requestTime: '$context.requestTime',
  routeKey: '$context.routeKey',
  status: '$context.status',
  responseLatency: '$context.responseLatency',
  integrationError: '$context.integrationErrorMessage',
};

export interface HttpStageProps {
  readonly httpApi: HttpApi;
  readonly stage: Stage;
  /** Routes with a limit of their own, by route key (`GET /measures`). */
  readonly heavyRoutes?: Readonly<Record<string, HttpRoute>>;
}

/** Creates the only stage of an HTTP API, with throttling and an access log. */
export function createHttpStage(scope: Construct, { httpApi, stage, heavyRoutes = {} }: HttpStageProps): void {
  const logGroup = new LogGroup(scope, 'AccessLog', {
    logGroupName: `/aws/vendedlogs/apis/${httpApi.httpApiName}`,
    retention: stage.logRetention,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const { perSecond, atOnce, heavyRoute } = stage.apiLimit;
  const made = new HttpStage(scope, 'Stage', {
    httpApi,
    stageName: '$default',
    autoDeploy: true,
    throttle: { rateLimit: perSecond, burstLimit: atOnce },
    accessLogSettings: {
      destination: new LogGroupLogDestination(logGroup),
      format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
    },
  });
  const keys = Object.keys(heavyRoutes);
  if (keys.length === 0) return;
  const limit = { ThrottlingRateLimit: heavyRoute.perSecond, ThrottlingBurstLimit: heavyRoute.atOnce };
  // The construct has no member for the settings of routes. API Gateway refuses those of a route that does not exist yet.
  (made.node.defaultChild as CfnStage).routeSettings = Object.fromEntries(keys.map((key) => [key, limit]));
  made.node.addDependency(...Object.values(heavyRoutes));
}
