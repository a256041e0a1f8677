/** First bytes that say what a file is, and what to do about it. */
const MAGIC: readonly (readonly [bytes: readonly number[], says: string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], 'It is a ZIP archive: unpack it and open what is in it.'],
  [[0x50, 0x4b, 0x05, 0x06], 'It is an empty ZIP archive.'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'It is compressed with Zstandard: unpack it first, with "zstd -d".'],
  [[0x1f, 0x8b], 'It is gzip within gzip: unpack it once.'],
  [[0x42, 0x5a, 0x68], 'It is compressed with bzip2: unpack it first.'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], 'It is compressed with xz: unpack it first.'],
  [[0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], 'It is a 7-Zip archive: unpack it and open what is in it.'],
  [[0x04, 0x22, 0x4d, 0x18], 'It is compressed with LZ4: unpack it first.'],
  [[0x50, 0x41, 0x52, 0x31], 'It is a Parquet file: ask the server that wrote it for the trace.'],
  [[0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66], 'It is an SQLite database, not a trace.'],
  [[0x25, 0x50, 0x44, 0x46], 'It is a PDF document, not a trace.'],
  [[0x89, 0x50, 0x4e, 0x47], 'It is a picture, not a trace.'],
];

/** What the bytes are when they are a known kind of file that is no trace, as a sentence. */
export function foreignContent(bytes: Uint8Array): string | undefined {
  const starts = (magic: readonly number[], at: number): boolean => magic.every((byte, i) => bytes[at + i] === byte);
  for (const [magic, says] of MAGIC) if (starts(magic, 0)) return says;
  // The Collector's file exporter puts a length before each compressed message.
  if (starts([0x28, 0xb5, 0x2f, 0xfd], 4))
    return 'Its messages are compressed with Zstandard: write the file without "compression", or unpack them first.';
  if (first(bytes) === 0x3c) return 'It is a web page or XML, not a trace.';
  return undefined;
}

function first(bytes: Uint8Array): number | undefined {
  return bytes.find((byte) => byte > 0x20 && byte !== 0xef && byte !== 0xbb && byte !== 0xbf);
}
