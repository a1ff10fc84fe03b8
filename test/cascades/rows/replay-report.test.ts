import { expect, test } from 'vitest'
import { buildReplayReport } from '../../../cascades/rows/replay-report.ts'
import type { Submission } from '../../../stores/predictions.ts'
import { openStores } from '../../harness/open-stores.ts'
import { buildSetClock } from '../../harness/set-clock.ts'

test('counts the results of a replay, and the work that waits in the service', async () => {
  const stores = await openStores(buildSetClock())
  const { predictions, outcomes, outcomeWithdrawals, trainingRuns, replays } = stores
  const report = buildReplayReport({
    ...stores,
    stream: { ends: async () => [] } as never,
    topic: 'events',
    group: 'collector',
    predictor: 'echo'
  })
  const { id } = await replays.request({ label: 'old', folder: 'f', options: '{}' })
  const replay = (await replays.get(id))!
  const accept = (subject: string, slice: string, extra: Submission['extra'] = null) =>
    predictions.accept({
      predictor: 'echo',
      subject,
      slice,
      input: '{}',
      pinnedVersion: null,
      callback: null,
      requestId: null,
      extra
    })
  await accept(`${replay.label}.1`, '600')
  await accept(`${replay.label}.1`, '300')
  await accept(`${replay.label}-2.1`, '300')
  await accept('another', '300')
  await accept(`${replay.label}.1`, '10800', { id: '1/scheduled/1', reason: 'scheduled' })
  for (const subject of ['a', 'b'])
    await outcomes.put({ predictor: 'echo', subject, outcome: '{}', endedAt: 1, source: 'reported' })
  await outcomeWithdrawals.withdraw({ predictor: 'echo', subject: 'b' }, 'test')
  await trainingRuns.request('echo', 'requested', '{}')
  expect(await report(replay)).toEqual({
    collected: {},
    predictions: [
      { windowSeconds: 300, state: 'queued', count: 2 },
      { windowSeconds: 600, state: 'queued', count: 1 }
    ],
    alerts: 0,
    accuracy: [],
    waiting: { messages: 0, predictions: 5, outcomes: 1, trainings: 1 }
  })
})
