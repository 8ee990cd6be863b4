import type { lettersEn } from './letters.en.ts';

/** Texts about one dead-letter message, in German. */
export const lettersDe: Readonly<Record<keyof typeof lettersEn, string>> = {
  'letters.message': 'Nachricht',
  'letters.open': 'Die Nachricht {id} zeigen',
  'letters.choose': 'Wählen Sie eine Nachricht, um ihren Inhalt zu sehen.',
  'letters.received': 'Zustellungen',
  'letters.payload': 'Inhalt',
  'letters.payload-hidden': 'Der Inhalt hat Daten von Antragstellern; nur Betrieb und Aufsicht sehen ihn.',
  'letters.gone': 'Die Nachricht {id} ist nicht mehr in der Warteschlange.',
};
