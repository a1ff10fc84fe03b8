import { expect, test } from 'vitest'
import { buildReplayReport } from '../../../cascades/rows/replay-report.ts'
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
  const accept = (subject: string, slice: string) =>
    predictions.accept({
      predictor: 'echo',
      subject,
      slice,
      input: '{}',
      pinnedVersion: null,
      callback: null,
      requestId: null
    })
  await accept(`${replay.label}.1`, '600')
  await accept(`${replay.label}.1`, '300')
  await accept(`${replay.label}-2.1`, '300')
  await accept('another', '300')
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
    waiting: { messages: 0, predictions: 4, outcomes: 1, trainings: 1 }
  })
})
