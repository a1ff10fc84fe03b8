import { execFile } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'

const root = join(import.meta.dirname, '../..')

interface PackedFile {
  readonly path: string
  readonly size: number
}

/** The package as a new user gets it. */
export interface Installed {
  /** The folder it was installed into, empty before. */
  readonly folder: string
  /** Where the package lies there. */
  readonly packageFolder: string
  readonly tarball: { readonly size: number; readonly files: readonly PackedFile[] }
  readonly environment: Readonly<Record<string, string>>
  /** Runs a program of the folder (npx, node) and gives what it printed. Rejects where it ends with another code than 0. */
  run(program: string, ...words: readonly string[]): Promise<{ stdout: string; stderr: string }>
}

/** Packs the checkout and installs the tarball into a folder below `folder`. */
export async function installPackage(folder: string): Promise<Installed> {
  // The Node that runs this is the first of its name, and nothing of this checkout's npm run is left.
  const environment = {
    ...readNetworkSettings(process.env),
    PATH: [dirname(process.execPath), ...(process.env.PATH ?? '').split(delimiter)].join(delimiter),
    HOME: process.env.HOME ?? folder,
    XDG_CACHE_HOME: join(folder, 'cache')
  }
  const runIn = (cwd: string) => (program: string, words: readonly string[]) =>
    promisify(execFile)(program, words, { cwd, env: environment, maxBuffer: 1 << 26 })
  const packed = await runIn(root)('npm', ['pack', '--json', '--pack-destination', folder])
  const tarball = readPacked(packed.stdout)
  const projectFolder = join(folder, 'empty')
  mkdirSync(projectFolder)
  const quiet = ['--no-audit', '--no-fund', '--prefer-offline']
  await runIn(projectFolder)('npm', ['install', ...quiet, join(folder, tarball.filename)])
  return {
    folder: projectFolder,
    packageFolder: join(projectFolder, 'node_modules/groundswell'),
    tarball,
    environment,
    run: (program, ...words) => runIn(projectFolder)(program, words)
  }
}

/** How this machine reaches a registry: proxies, and the certificates it trusts. */
function readNetworkSettings(environment: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  const isNetwork = /^(NODE_EXTRA_CA_CERTS|(https?|no)_proxy)$/i
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      isNetwork.test(name) && value !== undefined ? [[name, value]] : []
    )
  )
}

/** What npm says of one tarball; a list of them, or by the name of the package, as its version has it. */
function readPacked(json: string): { filename: string; size: number; files: PackedFile[] } {
  return Object.values(
    JSON.parse(json) as Record<string, { filename: string; size: number; files: PackedFile[] }>
  )[0]!
}
