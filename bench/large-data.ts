import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { makeTemporaryFolder } from '../test/harness/temporary.ts'
import type { Bench, BenchResult } from './result.ts'

const program = join(import.meta.dirname, '../cli/launch.js')

/** A folder of LARGE_DATA_CASCADES (20,000) simulated cascades, made and learned by the command line: time and memory. */
export const run: Bench = async ({ log }) => {
  const cascades = Number(process.env.LARGE_DATA_CASCADES ?? 20_000)
  const folder = makeTemporaryFolder()
  const data = join(folder, 'data')
  try {
    const simulated = await measure('simulate', [
      '--cascades',
      String(cascades),
      '--seed',
      '1',
      '--out',
      data
    ])
    log(`simulated ${cascades} cascades`)
    const trained = await measure('train', [data, '--out', join(folder, 'model')])
    return [{ name: 'large-data.cascades', value: cascades, unit: 'cascades' }, ...simulated, ...trained]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Measures the seconds and the maximum resident memory of one command. Throws if it fails. */
async function measure(command: string, args: readonly string[]): Promise<readonly BenchResult[]> {
  const begun = performance.now()
  const child = execFile(process.execPath, [program, command, ...args], { maxBuffer: 2 ** 26 })
  let megabytes = 0
  const watching = setInterval(() => {
    megabytes = Math.max(megabytes, readPeakMegabytes(child.pid))
  }, 200)
  const [code] = await once(child, 'exit')
  clearInterval(watching)
  if (code !== 0) throw new Error(`${command} ended with ${code}`)
  return [
    { name: `large-data.${command}.seconds`, value: (performance.now() - begun) / 1000, unit: 's' },
    { name: `large-data.${command}.megabytes`, value: megabytes, unit: 'MB' }
  ]
}

/** Linux only. 0 where the process has just ended. */
function readPeakMegabytes(pid: number | undefined): number {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return (Number(kilobytes ?? 0) * 1_024) / 1e6
  } catch {
    return 0
  }
}
