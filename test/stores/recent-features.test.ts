import { expect, test } from 'vitest'
import { type Provenance, provenances } from '../../ports/provenance.ts'
import { buildRecentFeatures } from '../../stores/recent-features.ts'
import { openStores } from '../harness/open-stores.ts'
import { buildSetClock } from '../harness/set-clock.ts'

const predictor = 'toy-click'

test('lists the features of the newest real predictions, whatever their subject', async () => {
  const clock = buildSetClock()
  const { database, predictions } = await openStores(clock)
  const predict = async (word: string, provenance?: Provenance, pinnedVersion: number | null = null) => {
    const { id } = await predictions.accept({
      predictor,
      subject: 'same',
      slice: 'phone',
      input: '{}',
      pinnedVersion,
      callback: null,
      requestId: null,
      ...(provenance && { provenance })
    })
    const [claim] = await predictions.claim([{ id, generation: 1 }], 'wrk', 60)
    await predictions.finish([
      {
        claim: claim!,
        state: 'succeeded',
        output: '{}',
        features: JSON.stringify({ [word]: 1 }),
        timings: null,
        modelVersion: null,
        modelChecksum: null
      }
    ])
    clock.advance(1)
  }
  await predict('unsaid')
  for (const provenance of provenances) await predict(provenance, provenance)
  await predict('pinned', 'real', 7)
  const { list } = buildRecentFeatures(database)
  expect(await list(predictor, 10)).toEqual([{ real: 1 }, { unsaid: 1 }])
  expect(await list(predictor, 1)).toEqual([{ real: 1 }])
  expect(await list('another', 10)).toEqual([])
})
