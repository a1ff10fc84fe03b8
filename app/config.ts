import { existsSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { Failure } from '../ports/errors.ts'
import { isSetting, type Setting, SettingError, type SettingTree, type ValueOf } from './setting.ts'
import { settings } from './settings.ts'

/** The values of all settings, validated. */
export type Config = ValueOf<typeof settings>

type Variables = Readonly<Record<string, string | undefined>>

/**
 * Reads every setting from the environment, and from the text of a `.env` file if the environment does not set it. Throws
 * Failure('invalid-configuration') with all faults at once: invalid values, unknown names (those that start with
 * GROUNDSWELL_ in the environment, any in the file), and unsafe or incomplete combinations.
 */
export function readConfig(environment: Variables, envFile = ''): Config {
  const faults: { field: string; reason: string }[] = []
  const fileVariables = parseEnv(envFile)
  const variables = { ...fileVariables, ...environment }
  const config = readTree(settings, variables, faults) as Config
  const known = new Set(listSettings().map(({ variable }) => variable))
  for (const name of Object.keys(variables)) {
    const isSettingName = name.startsWith('GROUNDSWELL_') || name in fileVariables
    if (isSettingName && !known.has(name))
      faults.push({ field: name, reason: 'is not a setting: see .env.example' })
  }
  if (faults.length === 0) faults.push(...findUnsafe(config), ...findMissing(config))
  if (faults.length > 0) {
    const lines = faults.map(({ field, reason }) => `  ${field} ${reason}`)
    throw new Failure('invalid-configuration', `the configuration is not valid:\n${lines.join('\n')}`, {
      faults
    })
  }
  return config
}

/** The environment of this process and the `.env` of the current folder: the arguments of readConfig. */
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
  { variable, preset, isSecret, parse }: Setting<unknown>,
  variables: Variables,
  faults: { field: string; reason: string }[]
): unknown {
  const given = variables[variable]?.trim()
  try {
    return parse(given === undefined || given === '' ? preset : given)
  } catch (error) {
    if (!(error instanceof SettingError)) throw error
    faults.push({ field: variable, reason: isSecret ? error.message : `${error.message} (got ${given})` })
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
      reason: `must not be ${host} without an API key, since other machines can reach it: set GROUNDSWELL_API_KEYS, or HOST=127.0.0.1`
    }
  ]
}

/** Settings that cluster mode requires and that are missing or incomplete. */
function findMissing({ mode, cluster }: Config): { field: string; reason: string }[] {
  if (mode !== 'cluster') return []
  const { databaseUrl, amqpUrl, kafkaBrokers, kafkaSasl, kafkaUsername, kafkaPassword } = cluster
  const isAnonymous = kafkaSasl !== 'none' && (kafkaUsername === '' || kafkaPassword === '')
  const hasHalfAKey = (cluster.s3AccessKeyId === null) !== (cluster.s3SecretAccessKey === null)
  const isPrefix = /^[\w.-]{0,100}$/.test(cluster.prefix)
  const rules: readonly (readonly [isBroken: boolean, field: string, reason: string])[] = [
    [
      !isAddress(databaseUrl, 'postgres'),
      'DATABASE_URL',
      'must be postgres://user:password@host:port/database'
    ],
    [!isAddress(amqpUrl, 'amqp'), 'AMQP_URL', 'must be amqp://user:password@host:port'],
    [kafkaBrokers.length === 0, 'KAFKA_BROKERS', 'must list brokers as host:port'],
    [isAnonymous, 'KAFKA_SASL', 'requires KAFKA_USERNAME and KAFKA_PASSWORD'],
    [hasHalfAKey, 'S3_ACCESS_KEY_ID', 'and S3_SECRET_ACCESS_KEY must be set both, or neither'],
    [
      !isPrefix,
      'GROUNDSWELL_PREFIX',
      'must have at most 100 characters: letters, digits, dots, hyphens, underscores'
    ]
  ]
  return rules
    .filter(([isBroken]) => isBroken)
    .map(([, field, reason]) => ({ field, reason: `${reason} (MODE=cluster)` }))
}

function isAddress(given: string | null, kind: string): boolean {
  return given !== null && URL.canParse(given) && new URL(given).protocol.startsWith(kind)
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}
