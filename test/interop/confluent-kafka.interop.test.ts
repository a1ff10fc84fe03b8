import { expect, test } from 'vitest'
import { alertsTopic, deadLettersTopic, eventsTopic, predictionsTopic } from '../../app/topics.ts'
import { recogniseMessage } from '../harness/asyncapi.ts'
import { smallCascade } from '../harness/cascades.ts'
import { startInCluster } from './cluster-program.ts'
import { runPython } from './run-python.ts'

const settings = {
  GROUNDSWELL_WINDOWS: '300',
  GROUNDSWELL_ALERT_THRESHOLD: '14',
  GROUNDSWELL_CHECKPOINT_SECONDS: '0.2'
}
const topics = { predictions: predictionsTopic, alerts: alertsTopic, deadLetters: deadLettersTopic } as const

test('a Python program writes events to the topic and reads predictions, alerts and dead letters', async () => {
  const { program, setting } = await startInCluster(settings)
  const prefix = setting('GROUNDSWELL_PREFIX')
  const cascades = ['python-1', 'python-2', 'übermäßig-3']
  const input = {
    brokers: setting('KAFKA_BROKERS'),
    events: prefix + eventsTopic,
    topics: Object.fromEntries(Object.entries(topics).map(([name, topic]) => [name, prefix + topic])),
    cascades: cascades.map((id, index) => ({
      id,
      start: 1_700_000_000 + 10 * index,
      events: smallCascade().events
    })),
    watermark: 1_700_001_000,
    expected: { predictions: cascades.length, alerts: cascades.length, deadLetters: 1 }
  }
  const read = await runPython<Record<keyof typeof topics, readonly string[]>>(
    'confluent-kafka',
    'kafka_client.py',
    input
  )

  for (const [name, topic] of Object.entries(topics))
    for (const message of read[name as keyof typeof topics]) recogniseMessage(topic, message)
  const subjects = read.predictions.map(message => (JSON.parse(message) as { subject: string }).subject)
  expect(subjects.toSorted()).toEqual(cascades.toSorted())
  const { counters } = (await program.get('/stream')).body
  expect(counters).toMatchObject({ cascades: cascades.length, windows: cascades.length, duplicates: 0 })
})
