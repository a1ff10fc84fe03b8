import { expect, test } from 'vitest'
import { eventsTopic, modelsTopic, predictionsTopic } from '../../app/topics.ts'
import { kcat } from '../../deploy/tools/tools.ts'
import { writeEvent } from '../../ports/messages.ts'
import { readTool } from '../deploy/run-tool.ts'
import { recogniseMessage } from '../harness/asyncapi.ts'
import { smallCascade } from '../harness/cascades.ts'
import { startInCluster } from './cluster-program.ts'

test('kcat writes events with a codec of its own and reads the topics to their ends', async () => {
  const { program, setting } = await startInCluster({ GROUNDSWELL_CHECKPOINT_SECONDS: '0.2' })
  const prefix = setting('GROUNDSWELL_PREFIX')
  const run = (args: readonly string[], input = '') =>
    readTool(kcat.install(), ['-b', setting('KAFKA_BROKERS'), ...args], { input, timeout: 60_000 })
  const read = (topic: string) =>
    run(['-C', '-t', prefix + topic, '-o', 'beginning', '-e', '-q'])
      .split('\n')
      .filter(line => line !== '')

  for (const codec of ['gzip', 'snappy', 'lz4', 'zstd']) {
    const lines = smallCascade().events.map(({ time, magnitude }, place) => {
      const kind = place === 0 ? 'post' : 'reshare'
      const event = {
        eventId: `e${place}`,
        cascadeId: codec,
        kind,
        time: 1_700_000_000 + time,
        magnitude,
        source: 'kcat'
      } as const
      return `${codec}|${writeEvent(event)}`
    })
    run(
      ['-P', '-t', prefix + eventsTopic, '-K', '|', '-z', codec, '-X', 'partitioner=murmur2_random'],
      lines.join('\n')
    )
    await expect
      .poll(async () => (await program.get(`/cascades/${codec}`)).body.cascade?.events)
      .toBe(smallCascade().events.length)
  }

  const { body } = await program.post('/cascades', smallCascade('asked'), { prefer: 'wait=30' })
  expect(body.state).toBe('succeeded')
  await expect.poll(() => read(predictionsTopic).length).toBe(1)
  for (const topic of [predictionsTopic, modelsTopic])
    for (const message of read(topic)) recogniseMessage(topic, message)
  expect(read(modelsTopic)).not.toEqual([])
})
