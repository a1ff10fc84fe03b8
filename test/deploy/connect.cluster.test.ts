import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { predictionsTopic } from '../../app/topics.ts'
import type { Forecast } from '../../client/client.ts'
import { connect as connectTool } from '../../deploy/tools/tools.ts'
import { createSchema, execute } from '../harness/postgres-schema.ts'
import { serverAddress } from '../harness/server-address.ts'
import { startForTest } from '../harness/start.ts'
import { temporaryFolder } from '../harness/temporary.ts'
import { makeEnvironment } from '../harness/test-environment.ts'
import { root } from './run-tool.ts'

const sink = JSON.parse(readFileSync(join(root, 'deploy/connect/predictions-to-postgres.json'), 'utf8'))
const tables = readFileSync(join(root, 'deploy/connect/predictions.sql'), 'utf8')

/** Kafka Connect, with one connector, until the test has finished. */
async function startConnect(connector: object): Promise<void> {
  const classPath = connectTool.install()
  const folder = temporaryFolder()
  const worker = {
    'bootstrap.servers': serverAddress('KAFKA_BROKERS'),
    'key.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'offset.storage.file.filename': join(folder, 'offsets'),
    'offset.flush.interval.ms': '1000',
    listeners: 'http://127.0.0.1:0'
  }
  const lines = Object.entries(worker).map(([name, value]) => `${name}=${value}\n`)
  writeFileSync(join(folder, 'worker.properties'), lines.join(''))
  writeFileSync(join(folder, 'connector.json'), JSON.stringify(connector))
  const program = 'org.apache.kafka.connect.cli.ConnectStandalone'
  const connect = spawn(
    'java',
    ['-Xmx256m', '-cp', classPath, program, 'worker.properties', 'connector.json'],
    {
      cwd: folder,
      stdio: 'ignore'
    }
  )
  const ended = once(connect, 'exit')
  onTestFinished(async () => {
    connect.kill('SIGKILL')
    await ended
  })
}

test('Kafka Connect writes predictions to PostgreSQL, each field in a column of the view', {
  timeout: 600_000
}, async () => {
  const testEnvironment = await makeEnvironment('cluster')
  onTestFinished(testEnvironment.remove)
  const program = await startForTest({ testEnvironment })
  const schema = await createSchema(serverAddress('DATABASE_URL'))
  onTestFinished(schema.drop)
  await execute(schema.url, tables)

  const events = Array.from({ length: 20 }, (_, index) => ({ time: 10 * index, magnitude: 100 + index }))
  const cascade = { id: 'to-be-sunk', window: 300, events }
  const succeeded = await program.post('/cascades', cascade, { prefer: 'wait=30' })
  expect(succeeded.body.state).toBe('succeeded')
  const pinned = await program.post(
    `/predictions/${succeeded.body.id}/replay`,
    { model: 1 },
    { prefer: 'wait=30' }
  )
  expect(pinned.body.state).toBe('succeeded')

  const { hostname, port, pathname, username, searchParams } = new URL(schema.url)
  const [, path] = /search_path=(\w+)/.exec(searchParams.get('options')!)!
  expect(sink.config.topics).toBe(predictionsTopic)
  await startConnect({
    ...sink,
    config: {
      ...sink.config,
      topics: `${testEnvironment.settings.GROUNDSWELL_PREFIX}${predictionsTopic}`,
      'connection.url': `jdbc:postgresql://${hostname}:${port}${pathname}?currentSchema=${path}`,
      'connection.username': username
    }
  })
  const client = new pg.Client({ connectionString: schema.url })
  await client.connect()
  onTestFinished(() => client.end())
  const read = async () =>
    (await client.query('select * from groundswell_predictions order by created_at')).rows
  await expect.poll(async () => (await read()).length, { timeout: 120_000, interval: 500 }).toBe(2)

  const [row, replay] = await read()
  const { body: prediction } = await program.get(`/predictions/${succeeded.body.id}`)
  const { point } = prediction.result as Forecast
  expect(row).toEqual({
    id: prediction.id,
    predictor: prediction.predictor,
    subject: 'to-be-sunk',
    slice: '300',
    state: 'succeeded',
    generation: prediction.generation,
    attempts: prediction.attempts,
    created_at: new Date(prediction.createdAt),
    extra: null,
    timed_by: null,
    finished_at: new Date(prediction.finishedAt!),
    requested_model: null,
    model_version: prediction.model!.version,
    model_checksum: prediction.model!.sha256,
    output: expect.objectContaining({ point }),
    error: null,
    event_id: `${prediction.id}.1`
  })
  expect(replay).toMatchObject({ id: pinned.body.id, requested_model: 1 })

  // Every field that asyncapi.yaml promises has its column.
  const { components } = parse(readFileSync(join(root, 'asyncapi.yaml'), 'utf8'))
  const promised = Object.keys(components.schemas.Prediction.properties.data.properties)
  const columns = promised.map(name => name.replaceAll(/[A-Z]/g, letter => `_${letter.toLowerCase()}`))
  expect(Object.keys(row).toSorted()).toEqual([...columns, 'event_id'].toSorted())

  // Said twice, it is one row still.
  await client.query(`insert into groundswell_prediction_messages
    select __connect_topic, __connect_partition, __connect_offset + 1000000, message from groundswell_prediction_messages`)
  expect(await read()).toEqual([row, replay])
})
