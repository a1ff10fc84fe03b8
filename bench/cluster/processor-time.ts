import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { settings } from '../../deploy/servers/settings.ts'

const TICKS_PER_SECOND = 100

/** Processor seconds that a process and all that it ever started have used. Linux only. */
export function readProcessorSeconds(root: number): number {
  const children = new Map<number, number[]>()
  const used = new Map<number, number>()
  for (const name of readdirSync('/proc').filter(each => /^\d+$/.test(each))) {
    const pid = Number(name)
    const fields = readFields(pid)
    if (fields === null) continue
    const parent = Number(fields[1])
    children.set(parent, [...(children.get(parent) ?? []), pid])
    // Its own, and of those that it has seen end: user and system.
    used.set(
      pid,
      fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0)
    )
  }
  const sumOf = (pid: number): number =>
    (used.get(pid) ?? 0) + (children.get(pid) ?? []).reduce((sum, child) => sum + sumOf(child), 0)
  return sumOf(root) / TICKS_PER_SECOND
}

/** The process of a server that `npm run services` started. */
export function readServerPid(name: string): number {
  return Number(readFileSync(join(settings.folder, 'run', name, 'pid'), 'utf8').split(' ')[0])
}

/** From the state on; null when it has ended. */
function readFields(pid: number): readonly string[] | null {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
  } catch {
    return null
  }
}
