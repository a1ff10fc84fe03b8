import { expect, test } from 'vitest'
import { predictQueue } from '../../stores/predictions/job.ts'
import { smallCascade } from '../harness/cascades.ts'
import { startInCluster } from './cluster-program.ts'
import { runPython } from './run-python.ts'

interface DeadLetter {
  readonly id: string
  readonly queue: string
  readonly body: string
  readonly reason: string
}

test('each unreadable message of a Python program becomes a dead letter with its own id', async () => {
  const { program, setting } = await startInCluster()
  const bodies = ['not json', '{"id": 7}', '{}', '', 'ünlesbar']
  const left = await runPython<{ readonly messages: number; readonly consumers: number }>(
    'pika',
    'queue_client.py',
    {
      url: setting('AMQP_URL'),
      queue: setting('GROUNDSWELL_PREFIX') + predictQueue('cascade-size'),
      bodies
    }
  )
  expect(left.consumers).toBeGreaterThan(0)

  const list = async () => (await program.get('/dead-letters?limit=100')).body.items as readonly DeadLetter[]
  await expect.poll(async () => (await list()).length).toBe(bodies.length)
  const letters = await list()
  expect(letters.map(({ body }) => body).toSorted()).toEqual(bodies.toSorted())
  expect(new Set(letters.map(({ id }) => id)).size).toBe(bodies.length)
  for (const { id } of letters) {
    const { status } = await program.request(`/dead-letters/${encodeURIComponent(id)}/redrive`, {
      method: 'POST'
    })
    expect(status).toBe(202)
  }
  // Sent again, they are as unreadable as before; the queue continues.
  await expect.poll(async () => (await list()).length).toBe(bodies.length)
  const { body } = await program.post('/cascades', smallCascade(), { prefer: 'wait=30' })
  expect(body.state).toBe('succeeded')
})
