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

test('.env.example names every setting with its default', () => {
  expect(readFileSync('.env.example', 'utf8')).toBe(renderEnvExample())
})

test('.env.example with every line uncommented is the default configuration', () => {
  const everyLine = readFileSync('.env.example', 'utf8').replaceAll(/^# ([A-Z0-9_]+=)/gm, '$1')
  expect(readConfig({}, everyLine)).toEqual(readConfig({}))
  expect(everyLine.match(/^[A-Z0-9_]+=/gm)).toHaveLength(listSettings().length)
})

test('uses the documented defaults', () => {
  expect(readConfig({})).toMatchObject({
    mode: 'embedded',
    host: '127.0.0.1',
    port: 8080,
    dataFolder: './data'
  })
})

test('prefers the environment to .env, and treats an empty value as unset', () => {
  expect(readConfig({ PORT: '1234' }, 'PORT=99\nDATA_DIR=elsewhere')).toMatchObject({
    port: 1234,
    dataFolder: 'elsewhere'
  })
  expect(readConfig({ PORT: '' }).port).toBe(8080)
})

test('reports all faults at once', () => {
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
  expect(() => readConfig(variables)).toThrow(/PORT must be a whole number from 0 to 65535 \(got 70000\)/)
})

test.each(['a-secret-without-a-name', 'ann:short-secret', 'a name with spaces:0123456789abcdef'])(
  'prints no secret in the fault of the API keys %s',
  given => {
    const [fault] = faultsOf(() => readConfig({ GROUNDSWELL_API_KEYS: given }))
    expect(fault?.reason).toMatch(/^must give (each key a name|'ann' a secret of at least 16 characters)/)
    for (const secret of ['a-secret', 'short-secret', '0123456789abcdef'])
      expect(fault?.reason).not.toContain(secret)
  }
)

test.each(['300.5', '59', '604801', 'soon'])('rejects a window of %s', given => {
  expect(() => readConfig({ GROUNDSWELL_WINDOWS: `600,${given}` })).toThrow(
    'GROUNDSWELL_WINDOWS must list whole numbers of seconds from 60 to 604800'
  )
})

test('reports an unknown name in .env, whatever its prefix', () => {
  expect(faultsOf(() => readConfig({}, 'PROT=8081'))).toEqual([
    { field: 'PROT', reason: 'is not a setting: see .env.example' }
  ])
})

test.each(['0.0.0.0', '::', '192.168.1.7', 'example.org', '127.0.0.1.example.org'])(
  'requires an API key to listen on %s',
  host => {
    expect(faultsOf(() => readConfig({ HOST: host })).map(({ field }) => field)).toEqual(['HOST'])
    const keys = { GROUNDSWELL_API_KEYS: 'operator:0123456789abcdef' }
    expect(readConfig({ HOST: host, ...keys }).api.keys).toEqual([
      { name: 'operator', secret: '0123456789abcdef' }
    ])
  }
)

test.each(['127.0.0.1', '127.8.9.10', 'localhost', '::1'])('requires no API key to listen on %s', host => {
  expect(readConfig({ HOST: host }).host).toBe(host)
})

const addresses = {
  MODE: 'cluster',
  DATABASE_URL: 'postgres://groundswell@db.example.org/groundswell',
  AMQP_URL: 'amqps://groundswell:secret@queue.example.org/',
  KAFKA_BROKERS: 'one.example.org:9092, two.example.org:9092'
}

test('reports every missing address of a cluster', () => {
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
])('rejects an incomplete %s', (field, variables) => {
  expect(faultsOf(() => readConfig({ ...addresses, ...variables })).map(fault => fault.field)).toEqual([
    field
  ])
})

test('lets other machines probe a process without the api, without an API key', () => {
  expect(readConfig({ HOST: '0.0.0.0', SERVICES: 'worker', HEALTH_PORT: '9090' }).healthPort).toBe(9_090)
})
