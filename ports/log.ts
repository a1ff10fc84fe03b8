export type Fields = Readonly<Record<string, unknown>>

/** A constant message plus fields. Each error is logged once, by whoever ends it. */
export interface Log {
  debug(message: string, fields?: Fields): void
  info(message: string, fields?: Fields): void
  warn(message: string, fields?: Fields): void
  error(message: string, fields?: Fields): void
  child(fields: Fields): Log
}
