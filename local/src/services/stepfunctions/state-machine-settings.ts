import { AwsError, unsupported } from '../../core/aws/aws-error.ts';
import type { Log } from '../../core/log.ts';
import type { Input } from './parameters.ts';
import { objectOr } from './payload.ts';

/** The configurations of a state machine, as DescribeStateMachine returns them. */
export interface StateMachineSettings {
  readonly loggingConfiguration: Record<string, unknown>;
  readonly tracingConfiguration: Record<string, unknown>;
  readonly encryptionConfiguration: Record<string, unknown>;
}

const NAMES = ['loggingConfiguration', 'tracingConfiguration', 'encryptionConfiguration'] as const;

export const DEFAULT_SETTINGS: StateMachineSettings = {
  loggingConfiguration: { level: 'OFF', includeExecutionData: false },
  tracingConfiguration: { enabled: false },
  encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
};

/**
 * Returns `known` with the settings of the call applied. Throws InvalidLoggingConfiguration, and UnsupportedOperation
 * for customer managed keys.
 */
export const settingsOf = (input: Input, known: StateMachineSettings): StateMachineSettings => {
  const given = Object.fromEntries(NAMES.filter((name) => input[name]).map((name) => [name, objectOr(input[name])]));
  const settings = { ...known, ...given };
  const logging = { ...DEFAULT_SETTINGS.loggingConfiguration, ...settings.loggingConfiguration };
  checkLogging(logging);
  if (settings.encryptionConfiguration.type !== 'AWS_OWNED_KEY')
    throw unsupported('encryptionConfiguration with a customer managed key');
  return { ...settings, loggingConfiguration: logging };
};

/** Logs a warning for each setting that has no effect in this runtime. */
export const warnOfIdleSettings = (arn: string, settings: StateMachineSettings, log: Log): void => {
  if (settings.tracingConfiguration.enabled === true)
    log.warn('X-Ray tracing has no effect in the one-machine runtime.', { stateMachineArn: arn });
};

const checkLogging = ({ level, destinations }: Record<string, unknown>): void => {
  const count = Array.isArray(destinations) ? destinations.length : 0;
  if (level === 'OFF' ? count > 1 : count !== 1)
    throw new AwsError(
      'InvalidLoggingConfiguration',
      'Invalid Logging Configuration: Must specify exactly one Log Destination.',
    );
};
