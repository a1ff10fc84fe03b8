import { expect, test } from 'vitest'
import { smallCascade } from '../harness/cascades.ts'
import { startForTest } from '../harness/start.ts'
import { temporaryFolder } from '../harness/temporary.ts'
import { publishTwoVersions } from '../harness/two-versions.ts'

test('promotions and rollbacks act within a second and fail no request in flight', async () => {
  const folder = temporaryFolder()
  await publishTwoVersions(folder)
  const program = await startForTest({ folder })
  const answers: { readonly at: number; readonly version: number }[] = []
  const over = new AbortController()
  const load = Array.from({ length: 4 }, async () => {
    while (!over.signal.aborted) {
      const submittedAt = performance.now()
      const { status, body } = await program.post('/cascades', smallCascade(), { prefer: 'wait=20' })
      expect([status, body.state]).toEqual([200, 'succeeded'])
      answers.push({ at: submittedAt, version: body.model.version })
    }
  })
  const change = async (path: string) => {
    const { status } = await program.post(path, { reason: 'a test', actor: 'test' })
    expect(status).toBe(200)
    return performance.now()
  }
  const answeredBy = (version: number, after: number) =>
    expect
      .poll(() => answers.filter(({ at }) => at > after).some(answer => answer.version === version), {
        timeout: 10_000
      })
      .toBe(true)
  try {
    await answeredBy(1, 0)
    for (let round = 0; round < 3; round++) {
      const promotedAt = await change('/models/2/promote')
      await answeredBy(2, promotedAt + 1_000)
      const rolledBackAt = await change('/models/rollback')
      await answeredBy(1, rolledBackAt + 1_000)
      const settled = answers.filter(({ at }) => at > promotedAt + 1_000 && at < rolledBackAt - 1_000)
      expect(settled.every(({ version }) => version === 2)).toBe(true)
    }
  } finally {
    over.abort()
  }
  await Promise.all(load)
  const { body } = await program.get('/models/history')
  expect(body.items).toHaveLength(7)
})
