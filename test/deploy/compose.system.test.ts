import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { readConfig } from '../../app/config.ts'
import { composeReader } from '../../deploy/tools/tools.ts'
import { temporaryFolder } from '../harness/temporary.ts'
import { readTool, root, runTool } from './run-tool.ts'

interface Service {
  readonly image: string
  readonly command: readonly string[] | null
  readonly environment?: Readonly<Record<string, string | number>>
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean }
  readonly volumes?: readonly { readonly type: string; readonly target: string }[]
  readonly read_only?: boolean
}
interface Composition {
  readonly services: Readonly<Record<string, Service>>
  readonly volumes: Readonly<Record<string, unknown>>
}

const file = join(root, 'docker-compose.yml')
const servers = ['rabbitmq', 'kafka', 'postgres', 'minio']
const ours = ['api', 'worker', 'trainer', 'collector', 'source']
let reader = ''
let composition: Composition

beforeAll(() => {
  reader = composeReader.install()
  composition = JSON.parse(readTool(reader, ['--format', 'json', file]))
}, 600_000)

function service(name: string): Service {
  return composition.services[name]!
}

test('passes the parser of Compose, which rejects an unknown key', () => {
  const broken = join(temporaryFolder(), 'docker-compose.yml')
  writeFileSync(broken, readFileSync(file, 'utf8').replace('restart: unless-stopped', 'restrat: always'))
  expect(runTool(reader, [broken])).toMatchObject({ status: 1, stderr: expect.stringContaining('restrat') })
  expect(Object.keys(composition.services).toSorted()).toEqual([...servers, ...ours, 'set-up'].toSorted())
})

test('pins every server, checks its health and keeps its data in its own volume', () => {
  for (const name of servers) {
    const { image, healthcheck, volumes } = service(name)
    expect([name, image]).toEqual([name, expect.stringMatching(/:[\w.-]*\d[\w.-]*$/)])
    expect([name, healthcheck?.test?.length]).toEqual([name, expect.any(Number)])
    expect([name, volumes]).toEqual([name, [expect.objectContaining({ type: 'volume', source: name })]])
  }
  expect(Object.keys(composition.volumes).toSorted()).toEqual(servers.toSorted())
})

test('starts one process of each service after healthy servers and set-up', () => {
  for (const name of [...ours, 'set-up']) {
    const waits = Object.entries(service(name).depends_on ?? {}).map(([on, { condition }]) => [on, condition])
    const made = name === 'set-up' ? [] : [['set-up', 'service_completed_successfully']]
    const healthy = servers.map(server => [server, 'service_healthy'])
    expect([name, waits.toSorted()]).toEqual([name, [...healthy, ...made].toSorted()])
    expect(service(name).read_only).toBe(true)
  }
  expect(ours.map(name => service(name).command)).toEqual(ours.map(name => ['start', `--services=${name}`]))
})

test('gives each process valid settings', () => {
  for (const name of [...ours, 'set-up']) {
    const given = Object.entries(service(name).environment ?? {}).map(([key, value]) => [key, String(value)])
    const variables: Record<string, string> = Object.fromEntries(given)
    // As the text of an .env file, in which no unknown name is taken.
    const text = Object.entries(variables).map(([key, value]) => `${key}='${value}'`)
    expect(readConfig({}, text.join('\n')).mode).toBe('cluster')
  }
})

test('tags the image with the version of the program', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const chart = parse(readFileSync(join(root, 'deploy/helm/groundswell/Chart.yaml'), 'utf8'))
  expect([service('api').image, chart.appVersion, chart.version]).toEqual([
    `groundswell:${version}`,
    version,
    version
  ])
})
