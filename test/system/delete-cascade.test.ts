import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import type { Database } from '../../ports/database.ts'
import { smallCascade } from '../harness/cascades.ts'
import { startForTest } from '../harness/start.ts'

/** Lists the tables that contain a text, without streams, which have their own retention. */
async function findText({ reader }: Database, texts: readonly string[]): Promise<string[]> {
  const tables = (await reader.introspection.getTables()).map(({ name }) => name)
  const found: string[] = []
  for (const name of tables) {
    if (name === 'stream_batches') continue
    const { rows } = await sql`select * from ${sql.table(name)}`.execute(reader)
    const text = JSON.stringify(rows)
    found.push(...texts.filter(each => text.includes(each)).map(each => `${each} in ${name}`))
  }
  return found
}

test('leaves no row of a deleted cascade, and writes none later for one deleted while it is collected', async () => {
  const program = await startForTest({ settings: { GROUNDSWELL_WEBHOOKS_ALLOW_PRIVATE: 'true' } })
  const rows = await program.testEnvironment.openDatabase()
  onTestFinished(rows.close)
  const callback = 'http://127.0.0.1:9/nobody-listens'
  const submit = async (id: string, headers: Record<string, string>) => {
    const { body } = await program.post('/cascades', { ...smallCascade(), id, callback }, headers)
    return String(body.id)
  }
  const ids = [
    await submit('to-forget', { prefer: 'wait=20', 'idempotency-key': 'first' }),
    await submit('to-forget', { prefer: 'wait=20' })
  ]
  await program.request('/cascades/to-forget/outcome', {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ finalSize: 100 })
  })
  await expect.poll(async () => (await program.get('/models/accuracy')).body.items.length).toBe(1)
  ids.push(await submit('to-forget', {}), await submit('to-forget', {}))
  const other = await submit('to-keep', { prefer: 'wait=20' })
  const before = await findText(rows, ['to-forget'])
  for (const table of ['predictions', 'outcomes', 'samples', 'scores', 'feed', 'webhook_deliveries'])
    expect(before).toContain(`to-forget in ${table}`)

  const answer = await program.request('/cascades/to-forget', { method: 'DELETE' })
  expect(await answer.json()).toEqual({ cascadeId: 'to-forget', predictions: 4 })
  // A worker discards the deleted predictions, and removes their jobs from the queue when it reads them.
  await expect.poll(() => findText(rows, ['to-forget', ...ids])).toEqual([])
  for (const id of ids) expect((await program.get(`/predictions/${id}`)).status).toBe(404)
  expect((await program.get(`/predictions/${other}`)).body.state).toBe('succeeded')
})
