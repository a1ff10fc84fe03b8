import type { TestApi } from '../harness/test-api.ts'

export const cascade = {
  id: 'post-1',
  events: [
    { time: 0, magnitude: 4000 },
    { time: 12.5, magnitude: 800 },
    { time: 100, magnitude: 95 }
  ]
}

export const submit = (api: TestApi, payload: object, headers: Record<string, string> = {}) =>
  api.inject({ method: 'POST', url: '/cascades', payload, headers })

/** Completes all queued predictions, like a worker. */
export async function succeedAll({ stores }: TestApi, output = '{"point":17}'): Promise<void> {
  const { items } = await stores.predictions.list({ state: 'queued' }, { limit: 100 })
  const claims = await stores.predictions.claim(items, 'test-worker', 30)
  await stores.predictions.finish(
    claims.map(claim => ({
      claim,
      state: 'succeeded',
      output,
      features: null,
      modelVersion: null,
      modelChecksum: null,
      timings: '{"fitSeconds":0.01}'
    }))
  )
}

export async function countAll({ stores }: TestApi): Promise<number> {
  return (await stores.predictions.list({}, { limit: 10 })).items.length
}
