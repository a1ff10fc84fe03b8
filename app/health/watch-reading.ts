import { buildProgressWatch, type ReadingProgress } from '../../cascades/collector/watch-progress.ts'
import type { Component, Problem } from '../../ports/health.ts'
import { startPeriodic } from '../../relay/periodic.ts'
import type { AppContext } from '../app-context.ts'

const EVERY_MILLISECONDS = 5_000
const STALL_SECONDS = 30

/** Watches the progress of a consumer of a topic: its checkpoints must move while messages wait. */
export function watchReading(
  { ports, stores }: Pick<AppContext, 'ports' | 'stores'>,
  reader: {
    readonly name: string
    readonly topic: string
    readonly group: string
    readonly owned: () => readonly number[]
    /** Partitions in which a batch could not be decoded recently. */
    readonly damaged?: () => readonly number[]
    /** Why the consumer has paused; null: it reads. */
    readonly paused?: () => string | null
  }
): { close(): Promise<void> } {
  const { health, clock, log, stream } = ports
  const { name, topic } = reader
  const component = health.component({
    name,
    role: 'collector',
    remedy: `See the dead letters and the log for partitions of ${topic}; restart the collector if its servers answer.`
  })
  const readProgress = buildProgressWatch({
    ...reader,
    stream,
    checkpoints: stores.checkpoints,
    clock,
    stallSeconds: STALL_SECONDS
  })
  return startPeriodic({
    name: `watch of the ${name}`,
    clock,
    log,
    everyMilliseconds: EVERY_MILLISECONDS,
    async run() {
      report(component, topic, await readProgress(), reader.paused?.() ?? null, reader.damaged?.() ?? [])
      return 'done'
    }
  })
}

function report(
  component: Component,
  topic: string,
  progress: ReadingProgress,
  paused: string | null,
  damaged: readonly number[]
): void {
  if (progress.isMoving) component.noteProgress()
  const problem = judgeReading(topic, progress, paused) ?? judgeDamage(topic, damaged)
  if (problem) component.reportProblem(problem)
  else component.clearProblem()
}

export function judgeReading(
  topic: string,
  { waiting, stalled }: ReadingProgress,
  paused: string | null
): Problem | null {
  if (stalled.length === 0) return null
  if (paused !== null) return { state: 'degraded', cause: paused }
  const reason = stalled.find(each => each.reason !== null)?.reason
  const which = `${listPartitions(stalled.map(({ partition }) => partition))} of ${topic}`
  return {
    state: stalled.length === waiting.length ? 'failed' : 'degraded',
    cause: `${which}: messages are waiting, and none was read for ${STALL_SECONDS} s${reason ? `: ${reason}` : ''}`
  }
}

export function judgeDamage(topic: string, partitions: readonly number[]): Problem | null {
  if (partitions.length === 0) return null
  return {
    state: 'degraded',
    cause: `${listPartitions(partitions)} of ${topic}: batches could not be decoded and became dead letters`,
    remedy: 'See the reason in the dead letters, correct the producer, and send these messages again.'
  }
}

function listPartitions(numbers: readonly number[]): string {
  const shown = numbers.length > 5 ? `${numbers.slice(0, 5).join(', ')}, ...` : numbers.join(', ')
  return `partition${numbers.length === 1 ? '' : 's'} ${shown}`
}
