import { expect, test } from 'vitest'
import { openApi, type TestApi } from '../harness/test-api.ts'

/** Opens a service with three versions and a feed with the given number of events. */
async function openService(name: string, events: number): Promise<TestApi> {
  const api = await openApi()
  for (const text of ['one', 'two', 'three']) await api.publish(text)
  for (let sequence = 1; sequence <= events; sequence++) await addEvent(api, sequence, name)
  return api
}

async function addEvent({ stores }: TestApi, sequence: number, name: string): Promise<void> {
  const row = { sequence, outbox_id: `${name}-${sequence}`, topic: 'models', key: 'a', payload: '{}' }
  await stores.database.write(transaction =>
    transaction
      .insertInto('feed')
      .values({ ...row, created_at: sequence })
      .execute()
  )
}

async function list(api: TestApi, query: string) {
  return (await api.inject({ url: `/models?limit=1${query}` })).json()
}

test('a cursor continues where its page ended, even if items were added or expired', async () => {
  const api = await openService('here', 2)
  const { next } = await list(api, '')
  await addEvent(api, 3, 'here')
  expect((await list(api, `&cursor=${next}`)).items).toMatchObject([{ version: 2 }])
  await api.stores.feed.sweep(3, 10)
  expect((await list(api, `&cursor=${next}`)).items).toMatchObject([{ version: 2 }])
})

test.each([
  ['as long as this one', 2],
  ['longer than this one', 5]
])('rejects a cursor of another history that is %s', async (_, events) => {
  const { next } = await list(await openService('there', events), '')
  const answer = await list(await openService('here', 2), `&cursor=${next}`)
  expect(answer).toMatchObject({ status: 400, code: 'invalid-cursor', field: 'cursor' })
  expect(answer.detail).toContain('start again without cursor')
})

test('rejects an invalid cursor and names the field', async () => {
  const api = await openService('here', 1)
  const { next } = await list(api, '')
  const forged = ['listModels', 'listModels 1', 'listModels 0 two', 'listModels x 2', 'listReplays 0 2', '']
  const cursors = forged.map(text => Buffer.from(text).toString('base64url'))
  for (const cursor of [...cursors, `${next}AAAA`, 'nonsense'])
    expect(await list(api, `&cursor=${cursor}`), cursor).toMatchObject({
      status: 400,
      code: 'invalid-query',
      field: 'cursor'
    })
  const top = (await api.inject({ url: `/cascades?cursor=${next}` })).json()
  expect(top).toMatchObject({ status: 400, code: 'invalid-query', field: 'cursor' })
})
