import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../adapters/clock/system.ts'
import { startReaper } from '../../relay/reaper.ts'
import { openHealth } from '../harness/open-health.ts'
import { openStores } from '../harness/open-stores.ts'
import { buildRecordingLog } from '../harness/recording-log.ts'

test('logs only the runs that ended or requeued jobs', async () => {
  const stores = await openStores(systemClock)
  const { log, lines } = buildRecordingLog()
  const nothing = { deadlinePassed: 0, requeued: 0, exhausted: 0 }
  const results = [nothing, { ...nothing, requeued: 2 }, nothing]
  let runs = 0
  const reaper = startReaper({
    ...stores,
    predictions: { ...stores.predictions, reap: async () => results[runs++] ?? nothing },
    queue: { depth: async () => ({ ready: 0, inHand: 0 }) },
    predictors: [],
    clock: {
      ...systemClock,
      sleep: (milliseconds: number, signal?: AbortSignal) =>
        systemClock.sleep(Math.min(milliseconds, 5), signal)
    },
    log,
    health: openHealth(),
    owner: 'reaper-1'
  })
  onTestFinished(() => reaper.close())
  await expect.poll(() => runs).toBeGreaterThan(results.length)
  expect(lines.filter(({ level }) => level === 'info').map(({ fields }) => fields)).toEqual([
    { deadlinePassed: 0, requeued: 2, exhausted: 0 }
  ])
})
