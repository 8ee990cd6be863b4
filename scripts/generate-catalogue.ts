import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CATALOGUE, type CatalogueEntry } from '../events/catalogue.ts';
import { MAX_EVENT_BYTES, MAX_EVENT_DEPTH } from '../events/limits.ts';
import {
  API_EVENT_SOURCE,
  APPLICATION_AMENDED,
  APPLICATION_SUBMITTED,
  BUS_NAME,
  EVENT_SOURCE,
  OUTGOING_EVENTS,
} from '../events/names.ts';
import { sendersOf } from '../events/senders.ts';
import { type Json, readSchemaFiles, type SchemaFile } from './event-schemas.ts';

const TARGET = 'docs/events.md';

/**
 * Generates the catalogue of events for producers and consumers. The events are in the order in which they occur for an
 * application.
 */
export async function generateCatalogue(root: string): Promise<Map<string, string>> {
  const files = await readSchemaFiles(root);
  const order: readonly string[] = [APPLICATION_SUBMITTED, APPLICATION_AMENDED, ...OUTGOING_EVENTS];
  const sorted = files.toSorted((left, right) => order.indexOf(left.schema.title) - order.indexOf(right.schema.title));
  const sections = await Promise.all(sorted.map((file) => describeEvent(root, file)));
  return new Map([[TARGET, `${[HEAD, ...sections].join('\n\n')}\n`]]);
}

const HEAD = `<!-- Generated from events/ by npm run generate. Do not edit. -->
# Events

Every event is on the bus \`${BUS_NAME}\` and has the source \`${EVENT_SOURCE}\`; its detail-type is its name. Submissions and
amendments that come through the API have the source \`${API_EVENT_SOURCE}\`, which only its function may use: \`submittedBy\` counts only there. The events
that the system sends carry ids and outcome only, never a name or an address: a consumer that needs more reads the API.

| event | what has happened |
|---|---|
${Object.entries(CATALOGUE)
  .map(([name, { happened }]) => `| [${name}](#${name.toLowerCase()}) | ${happened} |`)
  .join('\n')}

## Rules for all events

- **At least once, in any order.** EventBridge may deliver an event twice, and events out of order. Use the application's id
  and the outcome to detect a repeated event.
- **Size.** ApplicationSubmitted and ApplicationAmended are refused if they have more than ${MAX_EVENT_BYTES} bytes of JSON or ${MAX_EVENT_DEPTH} levels of nesting. The events that
  the system sends have less than 1 KB.
- **Times** are UTC, ISO 8601. \`occurredAt\` is when the outcome was recorded; a repeated announcement has the same value.
- **Replays.** Incoming events are archived for 30 days and can be replayed; replayed events have a \`replay-name\`. Events that
  the system sends are not archived: they can be derived from the records.
- **Unknown members are accepted** and dropped. Do the same: a member may be added at any time.

## Versions

A schema is \`events/schemas/<event>.v<n>.json\`. It is published as JSON Schema Draft 4 in the registry
\`${BUS_NAME}\` of EventBridge, under \`${EVENT_SOURCE}@<event>\`; the registry numbers the editions of each.

- A backward-compatible change is a new edition of the same version: an optional member is added, or a limit on an accepted
  event is widened.
- Any other change is a new event: \`<event>.v<n+1>.json\` with its own detail-type, \`<Event>.v<n+1>\`. Both are sent until
  all consumers use the new one.
- \`events/archive/<event>.v<n>/\` holds the schema as it was first published and events that were accepted under it. A test
  fails if a change refuses one of these events, requires a member that was optional, narrows a limit or an enumeration,
  removes a member, or allows the system to send values that the published schema does not allow.`;

async function describeEvent(root: string, { name, schema }: SchemaFile): Promise<string> {
  const entry: CatalogueEntry | undefined = Object.entries(CATALOGUE).find(([event]) => event === schema.title)?.[1];
  if (entry === undefined) throw new Error(`events/catalogue.ts has no entry for ${schema.title}.`);
  const example = await readFile(join(root, `events/archive/${name}/events/plain.json`), 'utf8');
  return [
    `## ${schema.title}`,
    `${entry.happened} Schema: [${name}](../events/schemas/${name}.json).`,
    `Sent by: ${entry.emittedBy}. Functions whose policy allows it: ${sendersOf(schema.title)
      .map((sender) => `\`${sender}\``)
      .join(', ')}.`,
    consumers(entry),
    ['| member | required | allowed |', '|---|---|---|', ...membersOf(schema, '')].join('\n'),
    `\`\`\`json\n${example.trim()}\n\`\`\``,
  ].join('\n\n');
}

function consumers({ consumedBy }: CatalogueEntry): string {
  const lines = Object.entries(consumedBy).map(([rule, does]) => `- the rule \`${rule}\`: ${does}`);
  return lines.length === 0
    ? 'Consumed by: other teams; this system does not consume it.'
    : `Consumed by:\n\n${lines.join('\n')}`;
}

function membersOf(schema: Json, prefix: string): string[] {
  const required = (schema.required ?? []) as readonly string[];
  return Object.entries((schema.properties ?? {}) as Readonly<Record<string, Json>>).flatMap(([name, member]) => [
    `| \`${prefix}${name}\` | ${required.includes(name) ? 'yes' : 'no'} | ${member.description} |`,
    ...membersOf(member, `${prefix}${name}.`),
  ]);
}
