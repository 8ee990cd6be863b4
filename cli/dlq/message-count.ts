/** The count with its noun: "1 message", "2 messages". */
export function messages(count: number): string {
  return count === 1 ? '1 message' : `${count} messages`;
}
