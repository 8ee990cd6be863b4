import type { Home } from '../../../core/aws/arn.ts';
import { AwsError, unsupported } from '../../../core/aws/aws-error.ts';
import { archiveArn } from '../names.ts';
import type { Input } from '../parameters.ts';
import type { Rule } from '../store/rule-store.ts';
import type { Target } from '../target.ts';
import type { Archive, ArchiveStore } from './archive-store.ts';

const PREFIX = 'Events-Archive-';
const MANAGED_BY = 'prod.vhs.events.aws.internal';
const NOT_REPLAYED = '"replay-name":[{"exists":false}]';

const ruleFor = ({ name, bus, pattern }: Archive): Rule => ({
  bus,
  name: `${PREFIX}${name}`,
  pattern: pattern === null ? `{${NOT_REPLAYED}}` : `{${NOT_REPLAYED},${pattern.trim().slice(1)}`,
  schedule: null,
  state: 'ENABLED',
  description: null,
  roleArn: null,
  scheduledFromMs: 0,
  managedBy: MANAGED_BY,
});

/**
 * The managed rules of a bus: AWS shows each archive as a rule of its bus. Here these rules are not stored and call no
 * target, because archives receive their events directly.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-archive-event.html
 */
export class ManagedRules {
  readonly #home: Home;
  readonly #archives: ArchiveStore;

  constructor(home: Home, archives: ArchiveStore) {
    this.#home = home;
    this.#archives = archives;
  }

  list(bus: string): readonly Rule[] {
    const ofBus = this.#archives.list().filter((archive) => archive.bus === bus);
    return ofBus.map(ruleFor);
  }

  find(bus: string, name: string): Rule | undefined {
    const archive = name.startsWith(PREFIX) ? this.#archives.find(name.slice(PREFIX.length)) : undefined;
    return archive?.bus === bus ? ruleFor(archive) : undefined;
  }

  targets({ name }: Rule): readonly Target[] {
    const archive = archiveArn(this.#home, name.slice(PREFIX.length));
    const InputTemplate = `{"archive-arn": "${archive}", "event": <aws.events.event.json>, "ingestion-time": <aws.events.event.ingestion-time>}`;
    return [
      {
        Id: name,
        Arn: `arn:aws:events:${this.#home.region}:::`,
        InputTransformer: { InputPathsMap: {}, InputTemplate },
      },
    ];
  }

  /** Throws ManagedRuleException if the request would change a managed rule. */
  refuseChange(bus: string, name: string, { Force }: Input): void {
    if (this.find(bus, name) === undefined) return;
    if (Force === true) throw unsupported(`Force for the managed rule ${name}`);
    throw new AwsError('ManagedRuleException', `${name} is a managed rule. Set 'force' parameter to true to override.`);
  }
}
