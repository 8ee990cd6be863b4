/**
 * A text as a part of a URL. A lone surrogate becomes U+FFFD, the replacement character; `encodeURIComponent` throws for
 * it.
 */
export const urlPart = (text: string): string => encodeURIComponent(text.toWellFormed());
