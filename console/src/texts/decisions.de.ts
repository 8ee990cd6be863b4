import type { decisionsEn } from './decisions.en.ts';

export const decisionsDe: Readonly<Record<keyof typeof decisionsEn, string>> = {
  'notices.more': '{count} weitere',
  'notices.none': 'Es gibt keine Meldungen.',
  'recent.title': 'Letzte Entscheidungen',
  'recent.help': 'Ihre Entscheidungen in diesem Tab, die neuesten zuerst.',
  'recent.none': 'Sie haben hier noch nichts entschieden.',
  'recent.refused': 'nicht angenommen',
  'decision.title': 'Entscheidung',
  'decision.titles': 'Entscheidungen',
  'decision.by': 'Entschieden von',
  'decision.by.unknown': 'unbekannt',
  'decision.at': 'Entschieden am',
  'decision.comment': 'Kommentar',
  'decision.in-time': 'Rechtzeitig',
  'decision.in-time.yes': 'ja',
  'decision.late.due': 'nein, {time} nach der Fälligkeit',
  'decision.late.deadline': 'nein, {time} nach der Frist',
  'decision.APPROVE': 'genehmigt',
  'decision.REJECT': 'abgelehnt',
  'decision.RETURN': 'an den Antragsteller zurückgegeben',
  'offline.offline': 'Sie sind offline',
  'offline.silent': 'Die API antwortet nicht',
  'offline.kept':
    'Die Seite ist vielleicht veraltet. Ihre Entscheidungen bleiben in diesem Tab und werden gesendet, sobald die API wieder antwortet.',
  'undo.kept': '{id} soll {decision} werden. Die Entscheidung wird gesendet, sobald die API wieder antwortet.',
  'undo.waiting': '{id} wird in {seconds} s {decision}',
  'undo.button': 'Rückgängig',
  'undo.now': 'Jetzt senden',
  'undo.undone': '{id}: Die Entscheidung wurde rückgängig gemacht und nicht gesendet.',
  'undo.paused':
    '{id} sollte {decision} werden, aber die Seite wurde geschlossen, bevor die Entscheidung gesendet wurde. Sie wurde nicht gesendet.',
};
