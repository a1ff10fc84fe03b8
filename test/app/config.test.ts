import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { listSettings, readConfig } from '../../app/config.ts'
import { renderEnvExample } from '../../app/env-example.ts'
import type { Failure } from '../../ports/errors.ts'

function faultsOf(read: () => unknown): readonly { readonly field: string; readonly reason: string }[] {
  try {
    read()
  } catch (error) {
    return (error as Failure).faults
  }
  return []
}

test('.env.example names every setting with what it is by default', () => {
  expect(readFileSync('.env.example', 'utf8')).toBe(renderEnvExample())
})

test('.env.example with every line taken in is the default configuration', () => {
  const everyLine = readFileSync('.env.example', 'utf8').replaceAll(/^# ([A-Z0-9_]+=)/gm, '$1')
  expect(readConfig({}, everyLine)).toEqual(readConfig({}))
  expect(everyLine.match(/^[A-Z0-9_]+=/gm)).toHaveLength(listSettings().length)
})

test('the defaults are the stated ones', () => {
  expect(readConfig({})).toMatchObject({
    mode: 'embedded',
    host: '127.0.0.1',
    port: 8080,
    dataFolder: './data'
  })
})

test('the environment wins over .env, and an empty value is none', () => {
  expect(readConfig({ PORT: '1234' }, 'PORT=99\nDATA_DIR=elsewhere')).toMatchObject({
    port: 1234,
    dataFolder: 'elsewhere'
  })
  expect(readConfig({ PORT: '' }).port).toBe(8080)
})

test('all faults are reported at once', () => {
  const variables = {
    PORT: '70000',
    MODE: 'clustre',
    GROUNDSWELL_MAX_ATEMPTS: '3',
    GROUNDSWELL_FIRST_PAUSE_SECONDS: 'soon',
    GROUNDSWELL_WEBHOOKS_ALLOW_PRIVATE: 'yes',
    GROUNDSWELL_API_KEYS: 'short:secret',
    SERVICES: 'api,api',
    UNRELATED: 'is none of ours'
  }
  expect(
    faultsOf(() => readConfig(variables))
      .map(({ field }) => field)
      .sort()
  ).toEqual(
    Object.keys(variables)
      .filter(name => name !== 'UNRELATED')
      .sort()
  )
  expect(() => readConfig(variables)).toThrow(/PORT: '70000' will not do: a whole number from 0 to 65535/)
})

test.each(['300.5', '59', '604801', 'soon'])('a window of %s is refused', given => {
  expect(() => readConfig({ GROUNDSWELL_WINDOWS: `600,${given}` })).toThrow(
    'each window must be a whole number of seconds from 60 to 604800'
  )
})

test('a misspelt name in .env is a fault, whatever its beginning', () => {
  expect(faultsOf(() => readConfig({}, 'PROT=8081'))).toEqual([{ field: 'PROT', reason: 'no such setting' }])
})

test.each(['0.0.0.0', '::', '192.168.1.7', 'example.org', '127.0.0.1.example.org'])(
  'listening on %s needs an API key',
  host => {
    expect(faultsOf(() => readConfig({ HOST: host })).map(({ field }) => field)).toEqual(['HOST'])
    const keys = { GROUNDSWELL_API_KEYS: 'operator:0123456789abcdef' }
    expect(readConfig({ HOST: host, ...keys }).api.keys).toEqual([
      { name: 'operator', secret: '0123456789abcdef' }
    ])
  }
)

test.each(['127.0.0.1', '127.8.9.10', 'localhost', '::1'])('listening on %s needs none', host => {
  expect(readConfig({ HOST: host }).host).toBe(host)
})

const addresses = {
  MODE: 'cluster',
  DATABASE_URL: 'postgres://groundswell@db.example.org/groundswell',
  AMQP_URL: 'amqps://groundswell:secret@queue.example.org/',
  KAFKA_BROKERS: 'one.example.org:9092, two.example.org:9092'
}

test('a cluster needs addresses, and all that are missing are told', () => {
  expect(faultsOf(() => readConfig({ MODE: 'cluster' })).map(({ field }) => field)).toEqual([
    'DATABASE_URL',
    'AMQP_URL',
    'KAFKA_BROKERS'
  ])
  expect(readConfig(addresses).cluster).toMatchObject({
    kafkaBrokers: ['one.example.org:9092', 'two.example.org:9092'],
    s3Endpoint: null,
    s3Bucket: 'groundswell'
  })
})

test.each([
  ['KAFKA_SASL', { KAFKA_SASL: 'scram-sha-512', KAFKA_USERNAME: 'groundswell' }],
  ['S3_ACCESS_KEY_ID', { S3_ACCESS_KEY_ID: 'groundswell' }],
  ['GROUNDSWELL_PREFIX', { GROUNDSWELL_PREFIX: 'sta ging.' }],
  ['AMQP_URL', { AMQP_URL: 'http://queue.example.org' }],
  ['KAFKA_BROKERS', { KAFKA_BROKERS: 'one.example.org' }]
])('half of %s is refused', (field, variables) => {
  expect(faultsOf(() => readConfig({ ...addresses, ...variables })).map(fault => fault.field)).toEqual([
    field
  ])
})

test('a process without the api may be probed from elsewhere without a key', () => {
  expect(readConfig({ HOST: '0.0.0.0', SERVICES: 'worker', HEALTH_PORT: '9090' }).healthPort).toBe(9_090)
})
