// Generated from workflow/check-rules by npm run generate. Do not edit.

/**
 * a rule whose kind is contains, unprocessable, matches, does-not-match, shorter-than or longer-than
 */
export type Rule = (ListRule | PatternRule | LengthRule)
/**
 * 1 to 40 characters of a-z, 0-9 and hyphen
 */
export type Id = string
/**
 * a sentence of 1 to 200 characters, which a reviewer reads
 */
export type Says = string
/**
 * a list of at most 20 rules; the first rule that applies decides
 * 
 * @maxItems 20
 */
export type Rules = Rule[]

/**
 * an object with the members version, lists and checks
 */
export interface CheckRules {
/**
 * the address of this schema, for editors
 */
$schema?: string
/**
 * a whole number from 1 to 999999; each check result names it
 */
version: number
/**
 * an object of at most 50 lists of words; a name is a letter and up to 39 of a-z, 0-9 and hyphen
 */
lists: {
/**
 * a list of 1 to 2000 different words
 * 
 * @minItems 1
 * @maxItems 2000
 * 
 * Items: a text of 1 to 100 characters
 */
[k: string]: string[]
}
/**
 * an object with the members NAME and ADDRESS
 */
checks: {
NAME: Rules
ADDRESS: Rules
}
}
/**
 * an object with the members id, kind, list and says; it applies to a text that contains a word of the list
 */
export interface ListRule {
id: Id
kind: ("contains" | "unprocessable")
/**
 * the name of a list in lists
 */
list: string
says: Says
}
/**
 * an object with the members id, kind, pattern and says
 */
export interface PatternRule {
id: Id
kind: ("matches" | "does-not-match")
/**
 * a regular expression of 1 to 200 characters
 */
pattern: string
says: Says
}
/**
 * an object with the members id, kind, length and says
 */
export interface LengthRule {
id: Id
kind: ("shorter-than" | "longer-than")
/**
 * a number of characters from 1 to 500
 */
length: number
says: Says
}
