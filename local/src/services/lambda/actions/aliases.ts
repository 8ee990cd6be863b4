import type { Action } from '../../../core/service.ts';
import type { LambdaContext } from '../context.ts';
import { conflict, constraint, functionNotFound, notFound } from '../errors.ts';
import { describeAlias } from '../functions/describe.ts';
import type { Alias, LambdaFunction } from '../functions/function.ts';
import { functionArn } from '../functions/function-name.ts';
import { type Input, optionalText, refuse, requiredText } from '../parameters.ts';
import { pageOf } from './page.ts';

const NAME = /^(?!^[0-9]+$)[a-zA-Z0-9-_]{1,128}$/;

export const aliasActions = (context: LambdaContext): Record<string, Action> => ({
  CreateAlias: async (input) => {
    const { function: found } = context.functions.resolve(requiredText(input, 'FunctionName'));
    const name = requiredText(input, 'Name');
    if (!NAME.test(name))
      throw constraint('name', name, `Member must satisfy regular expression pattern: ${NAME.source.slice(1, -1)}`);
    const version = readVersion(context, found, input, undefined);
    const alias = {
      name,
      version,
      description: optionalText(input, 'Description') ?? '',
      revisionId: context.kernel.ids.uuid(),
    };
    await context.functions.update(found.name, (current) => {
      if (current.aliases.some((other) => other.name === name))
        throw conflict(`Alias already exists: ${functionArn(context.kernel.home, found.name, name)}`);
      return { ...current, aliases: [...current.aliases, alias] };
    });
    return describeAlias(context.kernel.home, found.name, alias);
  },
  UpdateAlias: async (input) => {
    const { function: found, alias } = findAlias(context, input);
    const next = {
      ...alias,
      version: readVersion(context, found, input, alias),
      description: optionalText(input, 'Description') ?? alias.description,
      revisionId: context.kernel.ids.uuid(),
    };
    await context.functions.update(found.name, (current) => ({
      ...current,
      aliases: current.aliases.map((other) => (other.name === alias.name ? next : other)),
    }));
    return describeAlias(context.kernel.home, found.name, next);
  },
  GetAlias: (input) => {
    const { function: found, alias } = findAlias(context, input);
    return describeAlias(context.kernel.home, found.name, alias);
  },
  DeleteAlias: async (input) => {
    const { function: found } = context.functions.resolve(requiredText(input, 'FunctionName'));
    const name = requiredText(input, 'Name');
    await context.functions.update(found.name, (current) => ({
      ...current,
      aliases: current.aliases.filter((other) => other.name !== name),
    }));
    return {};
  },
  ListAliases: (input) => {
    const { function: found } = context.functions.resolve(requiredText(input, 'FunctionName'));
    const version = optionalText(input, 'FunctionVersion');
    const wanted = found.aliases.filter((alias) => version === undefined || alias.version === version);
    const { items, next } = pageOf(wanted, input);
    return {
      Aliases: items.map((alias) => describeAlias(context.kernel.home, found.name, alias)),
      ...(next && { NextMarker: next }),
    };
  },
});

const findAlias = (context: LambdaContext, input: Input) => {
  const { function: found } = context.functions.resolve(requiredText(input, 'FunctionName'));
  const name = requiredText(input, 'Name');
  const alias = found.aliases.find((other) => other.name === name);
  if (!alias) throw notFound(`Cannot find alias arn: ${functionArn(context.kernel.home, found.name, name)}`);
  return { function: found, alias };
};

const readVersion = (
  context: LambdaContext,
  found: LambdaFunction,
  input: Input,
  current: Alias | undefined,
): string => {
  refuse(input, ['RoutingConfig'], 'an alias');
  const version = current
    ? (optionalText(input, 'FunctionVersion') ?? current.version)
    : requiredText(input, 'FunctionVersion');
  if (version !== '$LATEST' && !found.published.some((published) => published.version === version))
    throw functionNotFound(functionArn(context.kernel.home, found.name, version));
  return version;
};
