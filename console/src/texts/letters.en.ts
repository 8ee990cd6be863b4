/** Texts about one dead-letter message, in English. */
export const lettersEn = {
  'letters.message': 'Message',
  'letters.open': 'Show the message {id}',
  'letters.choose': 'Choose a message to see its content.',
  'letters.received': 'Deliveries',
  'letters.payload': 'Content',
  'letters.payload-hidden': 'The content has applicants’ data, so only operators and supervisors see it.',
  'letters.gone': 'The message {id} is no longer in the queue.',
} as const;
