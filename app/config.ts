import { existsSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { Failure } from '../ports/errors.ts'
import { isSetting, type Setting, SettingError, type SettingTree, type ValueOf } from './setting.ts'
import { settings } from './settings.ts'

/** What the program was told, checked. */
export type Config = ValueOf<typeof settings>

type Variables = Readonly<Record<string, string | undefined>>

/**
 * Reads every setting from the environment, or from the text of a `.env` file where the environment has none. Throws
 * Failure('invalid-configuration') with all faults at once: values that cannot be, names nobody knows (GROUNDSWELL_ ones
 * in the environment, any in the file), and combinations that would be unsafe.
 */
export function readConfig(environment: Variables, envFile = ''): Config {
  const faults: { field: string; reason: string }[] = []
  const ofFile = parseEnv(envFile)
  const variables = { ...ofFile, ...environment }
  const config = readTree(settings, variables, faults) as Config
  const known = new Set(listSettings().map(({ variable }) => variable))
  for (const name of Object.keys(variables)) {
    const isOurs = name.startsWith('GROUNDSWELL_') || name in ofFile
    if (isOurs && !known.has(name)) faults.push({ field: name, reason: 'no such setting' })
  }
  if (faults.length === 0) faults.push(...findUnsafe(config), ...findMissing(config))
  if (faults.length > 0) {
    const lines = faults.map(({ field, reason }) => `  ${field}: ${reason}`)
    throw new Failure('invalid-configuration', `the configuration is wrong:\n${lines.join('\n')}`, { faults })
  }
  return config
}

/** This process's environment and the `.env` of the current folder: the arguments of readConfig. */
export function readEnvironment(): [environment: Variables, envFile: string] {
  return [process.env, existsSync('.env') ? readFileSync('.env', 'utf8') : '']
}

function readTree(
  tree: SettingTree,
  variables: Variables,
  faults: { field: string; reason: string }[]
): unknown {
  return Object.fromEntries(
    Object.entries(tree).map(([name, node]) => [
      name,
      isSetting(node) ? readSetting(node, variables, faults) : readTree(node, variables, faults)
    ])
  )
}

function readSetting(
  { variable, preset, parse }: Setting<unknown>,
  variables: Variables,
  faults: { field: string; reason: string }[]
): unknown {
  const given = variables[variable]?.trim()
  try {
    return parse(given === undefined || given === '' ? preset : given)
  } catch (error) {
    if (!(error instanceof SettingError)) throw error
    faults.push({ field: variable, reason: `'${given}' will not do: ${error.message}` })
    return undefined
  }
}

/** Every setting, in the order of .env.example. */
export function listSettings(tree: SettingTree = settings): readonly Setting<unknown>[] {
  return Object.values(tree).flatMap(node => (isSetting(node) ? [node] : listSettings(node)))
}

function findUnsafe({ host, api, services }: Config): { field: string; reason: string }[] {
  if (isLoopback(host) || api.keys.length > 0 || !services.includes('api')) return []
  return [
    {
      field: 'HOST',
      reason: `listening on ${host} lets everybody in: set GROUNDSWELL_API_KEYS, or HOST=127.0.0.1`
    }
  ]
}

/** What a cluster cannot be without. */
function findMissing({ mode, cluster }: Config): { field: string; reason: string }[] {
  if (mode !== 'cluster') return []
  const { databaseUrl, amqpUrl, kafkaBrokers, kafkaSasl, kafkaUsername, kafkaPassword } = cluster
  const isAnonymous = kafkaSasl !== 'none' && (kafkaUsername === '' || kafkaPassword === '')
  const isHalfAKey = (cluster.s3AccessKeyId === null) !== (cluster.s3SecretAccessKey === null)
  const rules: readonly (readonly [isBroken: boolean, field: string, reason: string])[] = [
    [!isAddress(databaseUrl, 'postgres'), 'DATABASE_URL', 'postgres://user:password@host:port/database'],
    [!isAddress(amqpUrl, 'amqp'), 'AMQP_URL', 'amqp://user:password@host:port'],
    [kafkaBrokers.length === 0, 'KAFKA_BROKERS', 'host:port of its brokers'],
    [isAnonymous, 'KAFKA_SASL', 'KAFKA_USERNAME and KAFKA_PASSWORD with it'],
    [isHalfAKey, 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY with it, or neither'],
    [!/^[\w.-]{0,100}$/.test(cluster.prefix), 'GROUNDSWELL_PREFIX', 'letters, digits, dots and hyphens only']
  ]
  return rules
    .filter(([isBroken]) => isBroken)
    .map(([, field, reason]) => ({ field, reason: `a cluster needs ${reason}` }))
}

function isAddress(given: string | null, kind: string): boolean {
  return given !== null && URL.canParse(given) && new URL(given).protocol.startsWith(kind)
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}
