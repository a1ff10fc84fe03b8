import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { smallCascade } from '../harness/cascades.ts'
import { startForTest } from '../harness/start.ts'

/** Where in the database a text occurs, streams apart: they keep what was said for their own time. */
function findText(file: string, texts: readonly string[]): string[] {
  const database = new DatabaseSync(file, { readOnly: true })
  const tables = database.prepare("select name from sqlite_master where type = 'table'").all()
  const found = tables.flatMap(({ name }) => {
    if (name === 'stream_batches') return []
    const rows = JSON.stringify(database.prepare(`select * from "${name}"`).all())
    return texts.filter(text => rows.includes(text)).map(text => `${text} in ${name}`)
  })
  database.close()
  return found
}

test('a deleted cascade leaves no row behind, and what is deleted while it runs is not written later', async () => {
  const program = await startForTest({ settings: { GROUNDSWELL_WEBHOOKS_ALLOW_PRIVATE: 'true' } })
  const file = join(program.folder, 'data', 'groundswell.sqlite')
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
  await expect
    .poll(async () => (await program.get('/models/accuracy')).body.items.length, { timeout: 20_000 })
    .toBe(1)
  ids.push(await submit('to-forget', {}), await submit('to-forget', {}))
  const other = await submit('to-keep', { prefer: 'wait=20' })
  const before = findText(file, ['to-forget'])
  for (const table of ['predictions', 'outcomes', 'samples', 'scores', 'feed', 'webhook_deliveries'])
    expect(before).toContain(`to-forget in ${table}`)

  const answer = await program.request('/cascades/to-forget', { method: 'DELETE' })
  expect(await answer.json()).toEqual({ cascadeId: 'to-forget', predictions: 4 })
  // What was in a worker's hands comes to nothing; the queue's pointers are gone once it has looked.
  await expect.poll(() => findText(file, ['to-forget', ...ids]), { timeout: 20_000 }).toEqual([])
  for (const id of ids) expect((await program.get(`/predictions/${id}`)).status).toBe(404)
  expect((await program.get(`/predictions/${other}`)).body.state).toBe('succeeded')
})
