import { inspect } from 'node:util'
import type { Fields, Log } from '../../ports/log.ts'
import type { LogLevel } from './pino.ts'

const levels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error']

/** Writes one readable line per entry, for a terminal. */
export function buildPlainLog(minLevel: LogLevel, write: (line: string) => void, own: Fields = {}): Log {
  const at = (level: LogLevel) => (message: string, fields?: Fields) => {
    if (levels.indexOf(level) < levels.indexOf(minLevel)) return
    const time = new Date().toISOString().slice(11, 23)
    write(`${time} ${level.padEnd(5)} ${message}${describe({ ...own, ...fields })}\n`)
  }
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: fields => buildPlainLog(minLevel, write, { ...own, ...fields })
  }
}

function describe(fields: Fields): string {
  return Object.entries(fields)
    .map(([name, value]) => `  ${name}=${typeof value === 'string' ? value : inspect(value, { depth: 4 })}`)
    .join('')
}
