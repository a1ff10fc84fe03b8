import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { pythonWith } from '../../deploy/tools/python.ts'
import { serverAddress } from './server-address.ts'

const script = `
import json, sys
from confluent_kafka import Producer
order = json.load(sys.stdin)
producer = Producer(order['settings'])
for message in order['messages']:
    producer.produce(order['topic'], key=message['key'], value=message['value'])
left = producer.flush(30)
sys.exit(1 if left else 0)
`

interface PythonOrder {
  readonly topic: string
  readonly messages: readonly { readonly key: string | null; readonly value: string | null }[]
  /** Settings of librdkafka in addition to the brokers. The others keep their defaults. */
  readonly settings?: Readonly<Record<string, string | number>>
}

/** Resolves once Python's confluent-kafka has written the messages and the brokers have acknowledged them. */
export async function produceWithPython({ topic, messages, settings = {} }: PythonOrder): Promise<void> {
  const python = spawn(pythonWith('confluent-kafka'), ['-c', script], { stdio: ['pipe', 'ignore', 'pipe'] })
  const complaints: Buffer[] = []
  python.stderr.on('data', chunk => complaints.push(chunk))
  const all = { 'bootstrap.servers': serverAddress('KAFKA_BROKERS'), 'linger.ms': 100, ...settings }
  python.stdin.end(JSON.stringify({ topic, messages, settings: all }))
  const [status] = await once(python, 'exit')
  if (status !== 0) throw new Error(`the Python producer failed: ${Buffer.concat(complaints)}`)
}
