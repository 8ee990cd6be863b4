import type { archiveEn } from './archive.en.ts';

/** Texts about the archive of events and its replays, in German. */
export const archiveDe: Readonly<Record<keyof typeof archiveEn, string>> = {
  'archive.title': 'Archiv',
  'archive.description': 'Ereignisse von außen aus den letzten {days} Tagen. Sie können sie noch einmal senden.',
  'archive.state': 'Zustand',
  'archive.events': 'Ereignisse',
  'archive.retention': 'Aufbewahrt',
  'archive.days': '{days} Tage',
  'archive.replays': 'Wiederholungen',
  'archive.replays.empty': 'Es gibt noch keine Wiederholungen',
  'archive.name': 'Wiederholung',
  'archive.from': 'Von',
  'archive.to': 'Bis',
  'archive.new': 'Wiederholen',
  'archive.new.help':
    'Sendet die Einreichungen dieses Zeitraums noch einmal an den Workflow. Entschiedene Anträge ändern sich nicht. Nutzen Sie zuerst die Vorschau: Sie zeigt die Wirkungen.',
  'archive.moment.help': 'UTC, etwa 2026-01-31T12:00:00Z',
  'archive.preview': 'Vorschau',
  'archive.previewing': 'Das Archiv wird gelesen: bisher {count} Ereignisse',
  'archive.previewed': 'Eine Wiederholung würde {count} Ereignisse senden. Die Vorschau hat nichts geändert.',
  'archive.start': '{count} Ereignisse wiederholen',
  'archive.started': 'Die Wiederholung {name} hat begonnen.',
  'archive.fate': 'Wirkung',
  'archive.fate.NEW': 'Neu: es gibt keinen Eintrag, der Workflow beginnt',
  'archive.fate.AGAIN':
    'Läuft noch einmal: der Ablauf schlug fehl, lief ab, wurde abgebrochen oder existiert nicht mehr',
  'archive.fate.ANNOUNCED':
    'Entschieden, doch der Ablauf schlug danach fehl: das Ereignis des Ergebnisses wird noch einmal gesendet',
  'archive.fate.IN_HAND': 'In Arbeit: der Ablauf ist aktiv, also geschieht nichts',
  'archive.fate.DECIDED': 'Entschieden: nichts geschieht',
  'archive.fate.INVALID': 'Ungültig: ein Ablauf würde sie wieder ablehnen',
  'archive.fate.AMENDS': 'Ergänzung: sie beantwortet eine offene Anfrage',
  'archive.fate.REFUSED': 'Ergänzung, um die niemand bat: sie kommt in die Warteschlange für Fehlschläge',
};
