import type { StreamSource } from '../../../cascades/rows/stream-sources.ts'
import { isInCalendar } from '../../../ports/calendar.ts'
import { Failure } from '../../../ports/errors.ts'
import { findTimeFault } from '../../../ports/event-time.ts'
import { invalidField } from '../../../ports/invalid-field.ts'
import type { ApiDependencies } from '../../dependencies.ts'
import type { Handlers } from '../../http/call.ts'
import { toTime } from '../../represent.ts'

/** Builds the handlers that list the sources of the stream and reset a source after a wrong time. */
export function buildSourceHandlers({
  streamSources,
  clock,
  log,
  settings
}: ApiDependencies): Pick<Handlers, 'listSources' | 'resetSource'> {
  const findFault = (seconds: number) =>
    findTimeFault(seconds, clock.now() / 1_000, settings.limits.futureSeconds)

  function toSource({ watermark, firstWatermark, ...source }: StreamSource) {
    const fault = watermark === 0 ? null : findFault(watermark)
    return {
      ...source,
      watermark: toWatermark(watermark),
      firstWatermark: toWatermark(firstWatermark),
      watermarkSeconds: watermark,
      fault: fault === null ? null : `its watermark ${fault}: reset it`
    }
  }

  return {
    async listSources() {
      const items = (await streamSources.list()).map(toSource)
      return { status: 200, body: { items, next: null } }
    },

    async resetSource({ path: { source }, body: { watermark, reason }, keyName }) {
      const time = watermark === undefined ? null : Date.parse(watermark) / 1_000
      const fault = time === null ? null : findFault(time)
      if (fault !== null) throw invalidField('/watermark', fault)
      const known = (await streamSources.list()).find(({ name }) => name === source)
      if (!known)
        throw new Failure('not-found', `there is no source '${source}' on the stream`, { field: 'source' })
      const actor = keyName ?? 'api'
      await streamSources.reset({ source, time, reason, actor })
      log.info('a source was reset', { source, from: known.watermark, to: time, reason, actor })
      return { status: 202, body: toSource(known) }
    }
  }
}

/** Returns null when there is no watermark yet, or when its year is not in 0000 to 9999. */
export function toWatermark(seconds: number): string | null {
  return seconds <= 0 || !isInCalendar(seconds * 1_000) ? null : toTime(Math.round(seconds * 1_000))
}
