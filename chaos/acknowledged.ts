/** One acknowledged call, found in a trace by the marker in its request. */
export interface Acknowledged {
  readonly marker: string;
  /** Whether its data was written to a file of the store before the response. */
  readonly isWritten: boolean;
  /** Whether that file was flushed after the data and before the response. */
  readonly isSynced: boolean;
}

interface Call {
  readonly marker: string;
  dataFile?: string;
  isSynced: boolean;
}

const REQUEST = /^read\(\d+<(socket:\[\d+\])>, "/;
const CONTINUED = /^read\(\d+<(socket:\[\d+\])>/;
const RESPONSE = /^(?:write|writev)\(\d+<(socket:\[\d+\])>, .*HTTP\/1\.1 200/;
/**
 * Matches writes to the store's files. The runtime also writes a file that lists the work in progress; it never flushes
 * that file, so those writes must not match.
 */
const STORE_WRITE = /^(?:pwrite64|write)\(\d+<(\/[^>]*\/runtime\.sqlite(?:-wal)?)>/;
const FLUSH = /^(?:fsync|fdatasync)\(\d+<(\/[^>]*)>\).* = 0$/;

/**
 * Reads a trace of the main thread. The body of each request contains one of the `markers`, and the trace shows the
 * whole data of each write to the store. Only the first write of a marker counts, because the response acknowledges
 * that write.
 */
export const acknowledgedIn = (lines: readonly string[], markers: readonly string[]): readonly Acknowledged[] => {
  const open = new Map<string, Call>();
  const found: Acknowledged[] = [];
  for (const line of lines) {
    const socket = (REQUEST.exec(line) ?? CONTINUED.exec(line))?.[1];
    if (socket !== undefined) noteRequest(open, socket, markerIn(line, markers));
    noteWrite(open, line);
    noteFlush(open, line);
    const answered = RESPONSE.exec(line)?.[1];
    const call = answered === undefined ? undefined : open.get(answered);
    if (answered === undefined || call === undefined) continue;
    open.delete(answered);
    found.push({ marker: call.marker, isWritten: call.dataFile !== undefined, isSynced: call.isSynced });
  }
  return found;
};

const markerIn = (line: string, markers: readonly string[]): string | undefined =>
  markers.find((marker) => line.includes(marker));

const noteRequest = (open: Map<string, Call>, socket: string, marker: string | undefined): void => {
  if (marker !== undefined) open.set(socket, { marker, isSynced: false });
};

const noteWrite = (open: ReadonlyMap<string, Call>, line: string): void => {
  const file = STORE_WRITE.exec(line)?.[1];
  if (file === undefined) return;
  for (const call of open.values()) if (call.dataFile === undefined && line.includes(call.marker)) call.dataFile = file;
};

const noteFlush = (open: ReadonlyMap<string, Call>, line: string): void => {
  const file = FLUSH.exec(line)?.[1];
  if (file === undefined) return;
  for (const call of open.values()) if (call.dataFile === file) call.isSynced = true;
};
