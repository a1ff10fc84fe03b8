import type { Fields, Log } from '../../ports/log.ts'

export interface LogLine {
  readonly level: string
  readonly message: string
  readonly fields: Fields
}

/** A log that records its lines. */
export function buildRecordingLog(): { readonly log: Log; readonly lines: readonly LogLine[] } {
  const lines: LogLine[] = []
  return { log: wrap({}), lines }

  function wrap(own: Fields): Log {
    const at = (level: string) => (message: string, fields?: Fields) =>
      void lines.push({ level, message, fields: { ...own, ...fields } })
    return {
      debug: at('debug'),
      info: at('info'),
      warn: at('warn'),
      error: at('error'),
      child: fields => wrap({ ...own, ...fields })
    }
  }
}
