import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { installPackages, runStep } from '../servers/server.ts'
import { installFolder } from '../servers/settings.ts'

const lists = join(import.meta.dirname, 'python')
const uvVersion = '0.13.9'

/** The names of all environments that `pythonWith` can build: the lists in deploy/tools/python. */
export const pythonEnvironments: readonly string[] = readdirSync(lists)
  .map(file => file.replace(/\.txt$/, ''))
  .toSorted()

/**
 * Returns the path of a Python interpreter with the packages of deploy/tools/python/<name>.txt. Builds the environment if
 * it is missing or the list has changed.
 */
export function pythonWith(name: string): string {
  const list = join(lists, `${name}.txt`)
  const hash = createHash('sha256').update(readFileSync(list)).digest('hex').slice(0, 12)
  const home = join(installFolder, 'python', `${name}-${hash}`)
  if (!existsSync(home)) {
    const uv = installUv()
    const building = `${home}.building-${process.pid}`
    rmSync(building, { recursive: true, force: true })
    const env = {
      ...process.env,
      UV_CACHE_DIR: join(installFolder, 'uv-cache'),
      UV_PYTHON_DOWNLOADS: 'never',
      UV_NO_PROGRESS: '1'
    }
    runStep(uv, ['venv', '-q', '--relocatable', '--python', 'python3', building], { env })
    runStep(uv, ['pip', 'sync', '-q', '--python', join(building, 'bin', 'python'), list], { env })
    finish(building, home)
  }
  return join(home, 'bin', 'python')
}

/** Installs `uv`, which builds an environment in seconds: it caches downloads, and links files instead of copying them. */
function installUv(): string {
  const home = join(installFolder, `uv-${uvVersion}`)
  if (!existsSync(home)) {
    installPackages('python3', 'python3-venv')
    const building = `${home}.building-${process.pid}`
    runStep('python3', ['-m', 'venv', '--clear', building])
    runStep(join(building, 'bin', 'python'), ['-m', 'pip', 'install', '-q', `uv==${uvVersion}`])
    finish(building, home)
  }
  return join(home, 'bin', 'uv')
}

/** Moves a built environment into place. If another process was faster, keeps its environment, which is the same. */
function finish(building: string, home: string): void {
  try {
    renameSync(building, home)
  } catch (error) {
    if (!existsSync(home)) throw error
    rmSync(building, { recursive: true, force: true })
  }
}
