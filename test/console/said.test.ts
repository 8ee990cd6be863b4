import { describe, expect, test } from '@jest/globals';
import { timelineText } from '../../console/src/reviews/timeline-text.ts';
import { de } from '../../console/src/texts/de.ts';
import { en, type TextKey } from '../../console/src/texts/en.ts';
import { saidIn } from '../../console/src/texts/said.ts';
import { definitionGraphOf } from '../../handlers/operations/answer-queries/definition.ts';
import { timelineOf } from '../../handlers/operations/answer-queries/timeline.ts';

const AT = '2026-01-31T12:00:00.000Z';
const reviewer = { at: AT, who: 'kirk' };

/** The timeline of an application with every kind of user action, as the API returns it. */
const told = timelineOf({
  record: { id: 'a-1', state: 'APPROVED', submittedAt: AT, updatedAt: AT, executionArn: 'arn' } as never,
  review: {
    applicationId: 'a-1',
    state: 'REVIEW_APPROVED',
    receivedAt: AT,
    remindedAt: AT,
    escalatedAt: AT,
    closedAt: AT,
    decision: { decision: 'REJECT', reasonCode: 'OTHER', reviewer: 'kirk', at: AT },
    audit: [
      { ...reviewer, what: 'CLAIMED' },
      { ...reviewer, what: 'RELEASED', whom: 'spock' },
      { ...reviewer, what: 'ASSIGNED', whom: 'spock' },
      { ...reviewer, what: 'TAKEN_OVER', whom: 'spock' },
      { ...reviewer, what: 'WITHDRAWN' },
    ],
  } as never,
  run: { arn: 'arn', status: 'SUCCEEDED', startedAt: AT, stoppedAt: AT },
  history: [],
  account: { accountId: 'k-1', openedAt: AT } as never,
  notification: { sentAt: AT } as never,
  replays: [{ name: 'again', state: 'COMPLETED', startedAt: AT, from: AT, to: AT }],
});

const CATALOGUES = { en, de };

const textsIn = (language: 'en' | 'de') => ({
  said: (text: string) => saidIn(language, text),
  t: (key: TextKey, values: Readonly<Record<string, string | number>> = {}) =>
    CATALOGUES[language][key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name])),
});

const shownIn = (language: 'en' | 'de') => told.map((item) => timelineText(textsIn(language), item));

describe('What the API says', () => {
  test('is shown in English as it is, with statuses, decisions and reasons in words', () => {
    const inWords = ['Run ended: Succeeded', 'Decided: rejected. Another reason'];
    const sentences = told.filter(
      ({ kind, what }) => kind !== 'decision' && what !== 'Run SUCCEEDED' && kind !== 'replay',
    );
    expect(shownIn('en')).toEqual(expect.arrayContaining([...inWords, ...sentences.map(({ what }) => what)]));
    expect(shownIn('en').join()).not.toMatch(/[A-Z]{3}/);
  });

  test('is translated into German for every sentence of a timeline', () => {
    expect(told.length).toBeGreaterThan(12);
    const english = new Set(shownIn('en'));
    expect(shownIn('de').filter((text) => english.has(text))).toEqual([]);
    expect(shownIn('de')).toContain('Ablauf beendet: Erfolgreich');
    expect(saidIn('de', 'Assigned to spock')).toBe('Zugewiesen an spock');
  });

  test('is not translated if it is a name, such as that of a state', () => {
    const [state] = definitionGraphOf({ States: { 'Check Name': { Type: 'Task' } } }).states;
    expect(saidIn('de', state?.name ?? '')).toBe('Check Name');
  });
});
