/** Texts about saved views of the inbox, in English. */
export const viewsEn = {
  'views.menu': 'Views',
  'views.save': 'Save this view',
  'views.remove': 'Delete a view',
  'views.title': 'Save this view',
  'views.name': 'Name',
  'views.name.help': 'Tab, filter and order are saved on this device. A view with the same name is replaced.',
  'views.name.missing': 'Enter a name.',
  'views.name.full': 'You have {most} views. Delete one first.',
  'views.confirm': 'Save',
} as const;
