import type { StoredEntry } from './entry.ts';
import type { Finding } from './finding.ts';
import { memberTexts } from './member-texts.ts';

/** A case file with its verification, as it is exported. */
export interface ExportedFile {
  readonly applicationId: string;
  /** ISO 8601. */
  readonly exportedAt: string;
  readonly entries: readonly StoredEntry[];
  /** The end of the file at its last seal. */
  readonly sealed?: { readonly number: number; readonly hash: string; readonly sealedAt: string };
  readonly findings: readonly Finding[];
}

const STYLE = `body{font:11pt/1.4 sans-serif;margin:2em}table{border-collapse:collapse;width:100%}
th,td{border:1px solid #888;padding:.25em .5em;text-align:left;vertical-align:top;overflow-wrap:anywhere}
tr{break-inside:avoid}code{font-size:8pt}`;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

/** A case file as an HTML page to print: facts, decisions, proof. It loads nothing and runs no script. */
export function asHtml(file: ExportedFile): string {
  const title = `Case file ${file.applicationId}`;
  return [
    '<!doctype html>',
    `<html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title><style>${STYLE}</style></head><body>`,
    `<h1>${escaped(title)}</h1>`,
    `<p>Exported at ${escaped(file.exportedAt)}.</p>`,
    section('Facts', entryTable(file.entries)),
    section('Decisions', entryTable(file.entries.filter(isDecision))),
    section('Proof', proof(file)),
    '</body></html>',
  ].join('\n');
}

const section = (heading: string, content: string): string => `<h2>${heading}</h2>\n${content}`;

const isDecision = ({ facts }: StoredEntry): boolean => 'decision' in facts;

function entryTable(entries: readonly StoredEntry[]): string {
  if (entries.length === 0) return '<p>None.</p>';
  const rows = entries.map(({ number, at, kind, facts, personal }) => [
    String(number),
    at,
    kind,
    [...memberTexts(facts), ...memberTexts(personal)].join('\n'),
  ]);
  return table(['Entry', 'Time (UTC)', 'What', 'About it'], rows);
}

function proof({ entries, sealed, findings }: ExportedFile): string {
  const seal =
    sealed === undefined
      ? 'The file has not been sealed yet.'
      : `Sealed at ${sealed.sealedAt} up to entry ${sealed.number}, whose hash was ${sealed.hash}.`;
  const result =
    findings.length === 0
      ? '<p>The verification found no entry that was changed, removed, moved or added.</p>'
      : table(
          ['Entry', 'Finding', 'Why'],
          findings.map(({ number, what, text }) => [String(number), what, text]),
        );
  const hashes = entries.map(({ number, source, hash }) => [String(number), source, hash]);
  return `${result}\n<p>${escaped(seal)}</p>\n${table(['Entry', 'Change', 'SHA-256'], hashes)}`;
}

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = headings.map((heading) => `<th scope="col">${escaped(heading)}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('\n');
  return `<table><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table>`;
}

const cell = (text: string): string => `<td>${escaped(text).replaceAll('\n', '<br>')}</td>`;
