import type { viewsEn } from './views.en.ts';

/** Texts about saved views of the inbox, in German. */
export const viewsDe: Readonly<Record<keyof typeof viewsEn, string>> = {
  'views.menu': 'Ansichten',
  'views.save': 'Diese Ansicht speichern',
  'views.remove': 'Eine Ansicht löschen',
  'views.title': 'Diese Ansicht speichern',
  'views.name': 'Name',
  'views.name.help':
    'Reiter, Filter und Reihenfolge werden auf diesem Gerät gespeichert. Eine Ansicht mit demselben Namen wird ersetzt.',
  'views.name.missing': 'Geben Sie einen Namen ein.',
  'views.name.full': 'Sie haben {most} Ansichten. Löschen Sie zuerst eine.',
  'views.confirm': 'Speichern',
};
