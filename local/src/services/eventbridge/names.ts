import { arnOf, type Home, parseArn } from '../../core/aws/arn.ts';
import { BUS_NAME, type Input, optionalText } from './parameters.ts';

export const DEFAULT_BUS = 'default';

const BUS_NAME_OR_ARN = `(arn:aws[\\w-]*:events:[a-z]+-[a-z]+-[\\w-]+:[0-9]{12}:event-bus\\/)?${BUS_NAME}`;

export const busArn = (home: Home, bus: string): string => arnOf(home, 'events', `event-bus/${bus}`);
export const ruleArn = (home: Home, bus: string, rule: string): string =>
  arnOf(home, 'events', `rule/${bus === DEFAULT_BUS ? rule : `${bus}/${rule}`}`);
export const archiveArn = (home: Home, archive: string): string => arnOf(home, 'events', `archive/${archive}`);
export const replayArn = (home: Home, replay: string): string => arnOf(home, 'events', `replay/${replay}`);

export const connectionArn = (home: Home, { name, id }: { readonly name: string; readonly id: string }): string =>
  arnOf(home, 'events', `connection/${name}/${id}`);
export const apiDestinationArn = (home: Home, { name, id }: { readonly name: string; readonly id: string }): string =>
  arnOf(home, 'events', `api-destination/${name}/${id}`);

/** The bus's name (`my-bus`), from the name itself or from an ARN (`arn:…:event-bus/my-bus`). */
export const busNameOf = (nameOrArn: string): string => {
  const resource = parseArn(nameOrArn)?.resource;
  return resource?.startsWith('event-bus/') ? resource.slice('event-bus/'.length) : nameOrArn;
};

/** The name of the bus in the member `member` of a request; the default bus if it is absent. */
export const busParameter = (input: Input, member = 'EventBusName'): string =>
  busNameOf(optionalText(input, member, { min: 1, max: 1600, pattern: BUS_NAME_OR_ARN }) ?? DEFAULT_BUS);

/** The part of an ARN after `<kind>/`; undefined if the ARN is of another kind. */
export const resourceOf = (
  arn: string,
  kind: 'event-bus' | 'rule' | 'archive' | 'replay' | 'connection' | 'api-destination',
): string | undefined => {
  const parsed = parseArn(arn);
  return parsed?.service === 'events' && parsed.resource.startsWith(`${kind}/`)
    ? parsed.resource.slice(kind.length + 1)
    : undefined;
};
