import { pino, stdSerializers } from 'pino'
import type { Fields, Log } from '../../ports/log.ts'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** Writes one JSON object per line. The field `error` is written with its stack and its causes. */
export function buildLog(level: LogLevel, destination: NodeJS.WritableStream | number = 1): Log {
  const target =
    typeof destination === 'number' ? pino.destination({ fd: destination, sync: true }) : destination
  return wrap(
    pino(
      {
        level,
        base: null,
        timestamp: pino.stdTimeFunctions.isoTime,
        messageKey: 'message',
        formatters: { level: label => ({ level: label }) },
        serializers: { error: stdSerializers.err }
      },
      target
    )
  )
}

function wrap(logger: pino.Logger): Log {
  return {
    debug: (message, fields) => logger.debug(fields ?? {}, message),
    info: (message, fields) => logger.info(fields ?? {}, message),
    warn: (message, fields) => logger.warn(fields ?? {}, message),
    error: (message, fields) => logger.error(fields ?? {}, message),
    child: (fields: Fields) => wrap(logger.child(fields))
  }
}
