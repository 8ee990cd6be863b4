import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ARCHIVE_NAME, MACHINE_NAME, PREVIEW, REVIEW_QUEUE, SYSTEM_RULES, TABLES } from '../../cli/system-names.ts';
import { type Resource, removeAssemblies, resourcesWith } from '../infra/synthesized.ts';

let resources: readonly Resource[];
beforeAll(async () => {
  resources = [...(await resourcesWith()).values()];
});
afterAll(removeAssemblies);

const namesOf = (type: string, member: string) =>
  resources.filter(({ Type }) => Type === type).map(({ Properties }) => Properties[member]);

test('The resource names in the commands are those of the stack', () => {
  expect(namesOf('AWS::Events::Archive', 'ArchiveName')).toEqual([ARCHIVE_NAME]);
  expect(namesOf('AWS::StepFunctions::StateMachine', 'StateMachineName')).toEqual([MACHINE_NAME]);
  expect(namesOf('AWS::SQS::Queue', 'QueueName')).toEqual(expect.arrayContaining([REVIEW_QUEUE, PREVIEW.queue]));
  expect(namesOf('AWS::DynamoDB::Table', 'TableName')).toEqual(expect.arrayContaining(Object.values(TABLES)));
});

test('The doctor knows every rule of the stack and the bus of each rule', () => {
  const rules = resources.filter(({ Type }) => Type === 'AWS::Events::Rule');
  const found = rules.map(({ Properties }) => [Properties.Name, Properties.EventBusName !== undefined]);
  const known = SYSTEM_RULES.map(({ name, isOnOwnBus }) => [name, isOnOwnBus]);
  expect(found.toSorted()).toEqual(known.toSorted());
});
