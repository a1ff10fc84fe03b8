export type Fields = Readonly<Record<string, unknown>>

/** A constant message with fields. The code that handles an error logs it, once. */
export interface Log {
  debug(message: string, fields?: Fields): void
  info(message: string, fields?: Fields): void
  warn(message: string, fields?: Fields): void
  error(message: string, fields?: Fields): void
  child(fields: Fields): Log
}
