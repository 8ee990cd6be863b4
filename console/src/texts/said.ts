/**
 * The API's English sentences with their German translations. `$1` is the first group of the pattern. Sentences that
 * match no pattern are shown in English.
 */
const GERMAN: readonly (readonly [english: RegExp, german: string])[] = [
  [/^Submitted$/, 'Eingereicht'],
  [/^Replay (\S+) sent its submission again$/, 'Die Wiederholung $1 sandte die Einreichung noch einmal'],
  [/^Run started$/, 'Ablauf begonnen'],
  [/^Run redriven$/, 'Ablauf wieder aufgenommen'],
  [/^The name is flagged$/, 'Der Name ist auffällig'],
  [/^The name is clean$/, 'Der Name ist unauffällig'],
  [/^The address is flagged$/, 'Die Adresse ist auffällig'],
  [/^The address is clean$/, 'Die Adresse ist unauffällig'],
  [/^A reviewer was asked$/, 'Ein Prüfer wurde gefragt'],
  [/^The reviewer answered$/, 'Der Prüfer antwortete'],
  [/^The request was lost$/, 'Die Anfrage ging verloren'],
  [/^Nobody decided in time$/, 'Niemand entschied rechtzeitig'],
  [/^Entered the review ledger$/, 'In das Prüfbuch eingetragen'],
  [/^Left the review ledger$/, 'Aus dem Prüfbuch ausgetragen'],
  [/^Claimed$/, 'Übernommen'],
  [/^Released$/, 'Freigegeben'],
  [/^Released held by (.+)$/, 'Freigegeben, war übernommen von $1'],
  [/^Assigned to (.+)$/, 'Zugewiesen an $1'],
  [/^Taken over from (.+)$/, 'Übernommen von $1'],
  [/^Decision confirmed$/, 'Entscheidung bestätigt'],
  [/^Decision came too late$/, 'Die Entscheidung kam zu spät'],
  [/^Reminder sent$/, 'Erinnerung gesendet'],
  [/^Escalated to the supervisors$/, 'An die Aufsicht weitergegeben'],
  [/^Account (\S+) opened$/, 'Konto $1 eröffnet'],
  [/^Outcome sent$/, 'Ergebnis gesendet'],
  [/^Amended to version (\d+)$/, 'Ergänzt zu Version $1'],
  [/^Return refused: returned too often$/, 'Rückgabe abgelehnt: zu oft zurückgegeben'],
  [
    /^A name that contains "(.+)" needs a review by a person\.$/,
    'Ein Name mit „$1“ muss von einem Menschen geprüft werden.',
  ],
  [
    /^An address without a number, a space and a street after it, as in "(.+)", needs a review by a person\.$/,
    'Eine Adresse ohne Zahl, Leerzeichen und Straße danach, wie in „$1“, muss von einem Menschen geprüft werden.',
  ],
  [/^No rule of version (\d+) flagged it\.$/, 'Keine Regel der Version $1 fand es auffällig.'],
  [/^to the queue (\S+)$/, 'in die Warteschlange $1'],
  [/^starts the state machine (\S+)$/, 'startet die Zustandsmaschine $1'],
  [/^calls the function (\S+)$/, 'ruft die Funktion $1 auf'],
  [/^stays: its source is unknown$/, 'bleibt: die Herkunft ist unbekannt'],
  [/^stays: (.+)$/, 'bleibt: $1'],
];

/** Translates a sentence of the API into the user's language. */
export const saidIn = (language: 'en' | 'de', text: string): string => {
  if (language === 'en') return text;
  const [english, german] = GERMAN.find(([pattern]) => pattern.test(text)) ?? [];
  return english === undefined || german === undefined ? text : text.replace(english, german);
};
