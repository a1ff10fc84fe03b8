import { expect, test } from 'vitest'
import { smallCascade } from '../harness/cascades.ts'
import { startForTest } from '../harness/start.ts'
import { environmentForTest } from '../harness/test-environment.ts'
import { damageArtefact, publishTwoVersions } from '../harness/two-versions.ts'

test('applies promotions and rollbacks within a second, and fails no request in flight', async () => {
  const testEnvironment = await environmentForTest()
  await publishTwoVersions(testEnvironment)
  const program = await startForTest({ testEnvironment })
  const answers: { readonly at: number; readonly version: number }[] = []
  const over = new AbortController()
  const load = Array.from({ length: 4 }, async () => {
    while (!over.signal.aborted) {
      const submittedAt = performance.now()
      const { status, body } = await program.post('/cascades', smallCascade(), { prefer: 'wait=20' })
      expect([status, body.state]).toEqual([200, 'succeeded'])
      answers.push({ at: submittedAt, version: body.model!.version })
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

test('answers each of many concurrent promotions and rollbacks under load, with one consistent history', async () => {
  const testEnvironment = await environmentForTest()
  await publishTwoVersions(testEnvironment)
  const program = await startForTest({ testEnvironment })
  const over = new AbortController()
  const load = Array.from({ length: 3 }, async () => {
    while (!over.signal.aborted) {
      const { body } = await program.post('/cascades', smallCascade(), { prefer: 'wait=20' })
      expect(body.state).toBe('succeeded')
      expect([1, 2]).toContain(body.model?.version)
    }
  })
  const by = { reason: 'a race', actor: 'test' }
  const answers = await Promise.all(
    Array.from({ length: 24 }, (_, index) =>
      program.post(index % 3 === 2 ? '/models/rollback' : `/models/${1 + (index % 3)}/promote`, by)
    )
  )
  over.abort()
  await Promise.all(load)
  const done = answers.filter(({ status }) => status === 200)
  for (const { status, body } of answers)
    if (status !== 200)
      expect([
        status,
        ['already-serving', 'nothing-to-roll-back-to', 'conflict'].includes(body.code ?? '')
      ]).toEqual([409, true])
  const { items } = (await program.get('/models/history?limit=100')).body
  expect(items.map(({ sequence }) => sequence)).toEqual(
    Array.from({ length: done.length + 1 }, (_, index) => done.length + 1 - index)
  )
  // The previous version in each entry is the version of the entry before.
  for (let at = 0; at < items.length - 1; at++) expect(items[at]?.previous).toBe(items[at + 1]?.version)
  expect((await program.get('/models/latest')).body.version).toBe(items[0]?.version)
})

test('answers each kind of rollback as documented, and keeps the live version live', async () => {
  const testEnvironment = await environmentForTest()
  await publishTwoVersions(testEnvironment)
  const program = await startForTest({ testEnvironment })
  const by = { reason: 'a test', actor: 'test' }
  const rollback = async (version?: number) => {
    const { status, body } = await program.post('/models/rollback', {
      ...by,
      ...(version ? { version } : {})
    })
    return status === 200 ? body.version : [status, body.code]
  }
  expect(await rollback()).toEqual([409, 'nothing-to-roll-back-to'])
  expect(await rollback(2)).toEqual([409, 'conflict'])
  expect(await rollback(7)).toEqual([404, 'unknown-version'])
  expect((await program.post('/models/2/promote', by)).status).toBe(200)
  expect(await rollback(2)).toEqual([409, 'already-serving'])
  expect(await rollback()).toBe(1)
  expect(await rollback()).toEqual([409, 'nothing-to-roll-back-to'])
  expect(await rollback(2)).toBe(2)
  await damageArtefact(testEnvironment, 1)
  expect(await rollback()).toEqual([409, 'damaged-version'])
  expect(await rollback(1)).toEqual([409, 'damaged-version'])
  expect((await program.get('/models/latest')).body.version).toBe(2)
  const answer = async () => (await program.post('/cascades', smallCascade(), { prefer: 'wait=20' })).body
  // Workers in other processes see a change within a second.
  await expect.poll(answer, { timeout: 2_000 }).toMatchObject({ state: 'succeeded', model: { version: 2 } })
})
