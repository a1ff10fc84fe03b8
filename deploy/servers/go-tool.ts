import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { runStep } from './server.ts'
import { binFolder } from './settings.ts'

/** Builds a Go program into the bin folder of the servers, if it is missing. Requires Go 1.24 or later. Returns its path. */
export function installGoTool(name: string, module: string, built = name): string {
  const path = join(binFolder, name)
  if (!existsSync(path)) {
    runStep('go', ['install', module], { env: { ...process.env, GOBIN: binFolder, CGO_ENABLED: '0' } })
    if (built !== name) runStep('mv', [join(binFolder, built), path])
  }
  return path
}
