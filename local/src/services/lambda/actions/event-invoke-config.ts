import { unsupported } from '../../../core/aws/aws-error.ts';
import type { Action } from '../../../core/service.ts';
import type { LambdaContext } from '../context.ts';
import { notFound } from '../errors.ts';
import { describeEventInvokeConfig } from '../functions/describe.ts';
import type { EventInvokeConfig } from '../functions/function.ts';
import { functionArn } from '../functions/function-name.ts';
import { isDestination } from '../invocations/deliver.ts';
import { type Input, optionalInteger, optionalObject, optionalText } from '../parameters.ts';
import { resolve } from './resolve.ts';

const MAX_AGE_SECONDS = { min: 60, max: 21_600 };

export const eventInvokeConfigActions = (context: LambdaContext): Record<string, Action> => ({
  PutFunctionEventInvokeConfig: (input) => save(context, input, () => undefined),
  UpdateFunctionEventInvokeConfig: (input) => save(context, input, () => find(context, input).config),
  GetFunctionEventInvokeConfig: (input) => {
    const { name, qualifier, config } = find(context, input);
    return describeEventInvokeConfig(context.kernel.home, name, qualifier, config);
  },
  ListFunctionEventInvokeConfigs: (input) => {
    const { function: found } = resolve(context, input);
    return {
      FunctionEventInvokeConfigs: Object.entries(found.eventInvokeConfigs).map(([qualifier, config]) =>
        describeEventInvokeConfig(context.kernel.home, found.name, qualifier, config),
      ),
    };
  },
  DeleteFunctionEventInvokeConfig: async (input) => {
    const { name, qualifier } = find(context, input);
    await context.functions.update(name, (current) => {
      const { [qualifier]: _removed, ...kept } = current.eventInvokeConfigs;
      return { ...current, eventInvokeConfigs: kept };
    });
    return {};
  },
});

const find = (context: LambdaContext, input: Input) => {
  const { function: found, qualifier = '$LATEST' } = resolve(context, input);
  const config = found.eventInvokeConfigs[qualifier];
  if (!config)
    throw notFound(
      `The function ${functionArn(context.kernel.home, found.name, qualifier)} doesn't have an EventInvokeConfig`,
    );
  return { name: found.name, qualifier, config };
};

const save = async (context: LambdaContext, input: Input, before: () => EventInvokeConfig | undefined) => {
  const { function: found, qualifier = '$LATEST' } = resolve(context, input);
  const config = configure(context, input, before());
  await context.functions.update(found.name, (current) => ({
    ...current,
    eventInvokeConfigs: { ...current.eventInvokeConfigs, [qualifier]: config },
  }));
  return describeEventInvokeConfig(context.kernel.home, found.name, qualifier, config);
};

const configure = (context: LambdaContext, input: Input, before: EventInvokeConfig | undefined): EventInvokeConfig => {
  const destinations = optionalObject(input, 'DestinationConfig');
  return {
    maximumRetryAttempts:
      optionalInteger(input, 'MaximumRetryAttempts', { min: 0, max: 2 }) ?? before?.maximumRetryAttempts,
    maximumEventAgeSeconds:
      optionalInteger(input, 'MaximumEventAgeInSeconds', MAX_AGE_SECONDS) ?? before?.maximumEventAgeSeconds,
    onSuccess: destinations ? readDestination(destinations, 'OnSuccess') : before?.onSuccess,
    onFailure: destinations ? readDestination(destinations, 'OnFailure') : before?.onFailure,
    lastModifiedMs: context.kernel.clock.now(),
  };
};

const readDestination = (destinations: Input, name: string): string | undefined => {
  const destination = optionalText(optionalObject(destinations, name) ?? {}, 'Destination');
  if (destination && !isDestination(destination)) throw unsupported(`The destination ${destination}`);
  return destination || undefined;
};
