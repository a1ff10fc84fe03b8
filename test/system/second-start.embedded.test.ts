import { expect, test } from 'vitest'
import { startForTest } from '../harness/start.ts'
import { startAndWaitForEnd } from '../harness/start-and-wait.ts'

test('a second start on the same folder is refused, naming the first', async () => {
  const program = await startForTest()
  const { status, stderr } = startAndWaitForEnd({}, program.testEnvironment.folder)
  expect(status).toBe(2)
  expect(stderr).toContain(`in use by process ${program.pid()}`)
  expect(stderr).toContain(program.url)
})
