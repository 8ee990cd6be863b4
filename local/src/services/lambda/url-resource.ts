import { refusedText } from '../../core/cloudformation/early-problem.ts';
import { defined, text } from '../../core/cloudformation/properties.ts';
import type { Physical, ResourceContext, RunningType } from '../../core/cloudformation/resource-type.ts';
import { checkInvokeMode } from './actions/function-urls.ts';
import * as lambda from './operations.ts';

const target = ({ properties }: ResourceContext) =>
  defined({ FunctionName: text(properties.TargetFunctionArn) ?? '', Qualifier: text(properties.Qualifier) });

/** An update that no longer has CORS removes the configuration. */
const input = (context: ResourceContext) => {
  const { AuthType, Cors = {}, InvokeMode } = context.properties;
  return { ...target(context), ...defined({ AuthType, Cors, InvokeMode }) };
};

const physical = ({ FunctionUrl, FunctionArn }: lambda.FunctionUrlAnswer): Physical => ({
  ref: FunctionArn,
  attributes: { FunctionUrl, FunctionArn },
});

const update = async (context: ResourceContext) => context.call(lambda.updateFunctionUrlConfig, input(context));

/** The URL of a function or an alias. */
export const LAMBDA_URL: RunningType = {
  kind: 'runs',
  properties: {
    TargetFunctionArn: true,
    Qualifier: true,
    AuthType: true,
    Cors: {
      AllowCredentials: true,
      AllowHeaders: true,
      AllowMethods: true,
      AllowOrigins: true,
      ExposeHeaders: true,
      MaxAge: true,
    },
    InvokeMode: true,
  },
  attributes: ['FunctionUrl', 'FunctionArn'],
  replacedBy: ['TargetFunctionArn', 'Qualifier'],
  problem: ({ InvokeMode }) => refusedText([{ property: 'InvokeMode', value: InvokeMode }], checkInvokeMode),
  create: async (context) =>
    physical(await context.create(lambda.createFunctionUrlConfig, input(context), () => update(context))),
  update: async (context) => physical(await update(context)),
  delete: async (context) => {
    await context.call(lambda.deleteFunctionUrlConfig, target(context));
  },
};
