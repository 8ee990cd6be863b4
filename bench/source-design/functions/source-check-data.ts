class UnprocessableDataException extends Error {
  override readonly name = 'UnprocessableDataException';
}

const isNameFlagged = (name: string): boolean => {
  if (name.includes('UNPROCESSABLE_DATA'))
    throw new UnprocessableDataException(`Simulated error: Name '${name}' is not possible to check.`);
  return name.includes('evil');
};

interface Command {
  readonly command: 'CHECK_NAME' | 'CHECK_ADDRESS';
  readonly data: { readonly name?: string; readonly address?: string };
}

/** One function for both checks; `command` selects the check. */
export const handler = async ({ command, data }: Command): Promise<{ flagged: boolean }> => ({
  flagged: command === 'CHECK_NAME' ? isNameFlagged(data.name ?? '') : !/[0-9]+ \w+/.test(data.address ?? ''),
});
