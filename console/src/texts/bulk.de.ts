import type { bulkEn } from './bulk.en.ts';

/** Texts about one decision on several reviews, in German. */
export const bulkDe: Readonly<Record<keyof typeof bulkEn, string>> = {
  'keys.select': 'Für eine Entscheidung über mehrere Prüfungen auswählen',
  'keys.select-range': 'Alle bis hier auswählen',
  'bulk.selected': '{count} ausgewählt',
  'bulk.select-all': 'Alle auf dieser Seite auswählen',
  'bulk.approve': '{count} genehmigen',
  'bulk.reject': '{count} ablehnen',
  'bulk.clear': 'Auswahl aufheben',
  'bulk.too-many': 'Eine Entscheidung gilt für höchstens {most} Prüfungen.',
  'bulk.decide.APPROVE': '{count} Anträge genehmigen?',
  'bulk.decide.REJECT': '{count} Anträge ablehnen?',
  'bulk.which': 'Ausgewählt: {ids}',
  'bulk.waiting': '{count} Anträge werden in {seconds} s {decision}',
  'bulk.kept':
    '{count} Anträge sollen {decision} werden. Die Entscheidung wird gesendet, sobald die API wieder antwortet.',
  'bulk.undone': '{count} Anträge: Die Entscheidung wurde rückgängig gemacht und nicht gesendet.',
  'bulk.paused':
    '{count} Anträge sollten {decision} werden, aber die Seite wurde vorher geschlossen. Die Entscheidung wurde nicht gesendet.',
  'bulk.done': '{count} Anträge: {decision}.',
  'bulk.partly': '{done} von {count} Anträgen: {decision}. Die anderen brauchen einen Blick.',
  'bulk.failed': '{count} Anträge: Die Entscheidung wurde nicht angenommen. {reason}',
  'bulk.show-others': 'Die anderen zeigen',
  'bulk.others': 'Nicht entschieden',
  'bulk.why': 'Warum',
  'bulk.result.DONE': 'Entschieden',
  'bulk.result.NEEDS_SECOND': 'Ihre Entscheidung ist gespeichert. Eine zweite Person muss ebenfalls entscheiden.',
  'bulk.result.NEEDS_SUPERVISOR':
    'Ihre Entscheidung ist gespeichert. Sie weicht von der ersten ab, daher entscheidet die Aufsicht.',
  'bulk.result.CHANGED': 'Die Prüfung hat sich seit der Auswahl geändert.',
  'bulk.result.HELD': 'Eine andere Person hat sie übernommen.',
  'bulk.result.DECIDED': 'Eine andere Person hat sie entschieden.',
  'bulk.result.EXPIRED': 'Die Frist ist abgelaufen.',
  'bulk.result.NOT_YOURS': 'Sie braucht eine andere Person als Sie.',
  'bulk.result.NOT_FOUND': 'Es gibt keine solche Prüfung.',
  'bulk.result.TRY_AGAIN': 'Ein Dienst antwortete nicht. Wählen Sie sie noch einmal aus.',
};
