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
  if (faults.length === 0) faults.push(...findUnsafe(config))
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

function findUnsafe({ host, api }: Config): { field: string; reason: string }[] {
  if (isLoopback(host) || api.keys.length > 0) return []
  return [
    {
      field: 'HOST',
      reason: `listening on ${host} lets everybody in: set GROUNDSWELL_API_KEYS, or HOST=127.0.0.1`
    }
  ]
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}
