import { expect, test } from 'vitest'
import { startForTest } from '../harness/start.ts'
import { startAndWaitForEnd } from '../harness/start-and-wait.ts'

test('rejects a second start on the same folder and names the first process', async () => {
  const program = await startForTest()
  const { status, stderr } = startAndWaitForEnd({}, program.testEnvironment.folder)
  expect(status).toBe(2)
  expect(stderr).toContain(`in use by process ${program.pid()}`)
  expect(stderr).toContain(program.url)
})
