import type { Claim, Submission } from '../../stores/predictions.ts'
import { buildStores, openTestDatabase } from '../harness/open-stores.ts'
import type { SetClock } from '../harness/set-clock.ts'

export const submission: Submission = {
  predictor: 'echo',
  subject: null,
  slice: null,
  input: '{"events":[1,2,3]}',
  pinnedVersion: null,
  callback: null,
  requestId: 'req-1'
}

export const succeed = (claim: Claim, output = '{"point":7}') => ({
  claim,
  state: 'succeeded' as const,
  output,
  features: '[1]',
  modelVersion: 4,
  modelChecksum: 'abc',
  timings: '{}'
})

/** Opens two processes on one database. `beforeWrite` runs between the reads and the writes of the second. */
export async function openTwoProcesses(clock: SetClock) {
  const database = await openTestDatabase()
  let beforeWrite = async (): Promise<void> => {}
  const second = buildStores(
    {
      ...database,
      async write(work, options) {
        await beforeWrite()
        return database.write(work, options)
      }
    },
    clock
  )
  const interleave = (work: () => Promise<unknown>) => {
    beforeWrite = async () => {
      beforeWrite = async () => {}
      await work()
    }
  }
  return { first: buildStores(database, clock).predictions, second: second.predictions, interleave }
}
