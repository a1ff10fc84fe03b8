import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSqlite } from '../../adapters/database/sqlite/open.ts'
import { buildStores } from '../harness/open-stores.ts'
import { buildSetClock } from '../harness/set-clock.ts'
import { temporaryFolder } from '../harness/temporary.ts'

test('a full disk rejects submissions and keeps accepted ones, and work continues once there is space', async () => {
  const path = join(temporaryFolder(), 'test.db')
  const migrated = await openSqlite({ path })
  await migrated.migrate()
  await migrated.close()
  const full = await openSqlite({ path, maxPages: 160 })
  const { predictions } = buildStores(full, buildSetClock())
  const submission = {
    predictor: 'echo',
    subject: null,
    slice: null,
    input: 'x'.repeat(5000),
    pinnedVersion: null,
    callback: null,
    requestId: null
  }
  const accepted: string[] = []
  let refused = 0
  for (let round = 0; round < 40; round++) {
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => predictions.accept(submission)))
    for (const result of results) {
      if (result.status === 'fulfilled') accepted.push(result.value.id)
      else {
        refused++
        expect(result.reason).toMatchObject({
          code: 'storage-full',
          kind: 'unavailable',
          retryAfterSeconds: 30
        })
      }
    }
  }
  expect(refused).toBeGreaterThan(50)
  expect(accepted.length).toBeGreaterThan(20)
  const idsIn = async (stores: ReturnType<typeof buildStores>) =>
    (await stores.predictions.list({}, { limit: 1000 })).items.map(each => each.id).sort()
  expect(await idsIn(buildStores(full, buildSetClock()))).toEqual(accepted.sort())
  await full.close()
  const roomy = await openSqlite({ path })
  const stores = buildStores(roomy, buildSetClock())
  expect(await idsIn(stores)).toEqual(accepted)
  expect((await stores.outbox.due('job', 'predict.echo', 1000)).map(job => job.key).sort()).toEqual(accepted)
  await stores.predictions.accept(submission)
  await roomy.close()
})
