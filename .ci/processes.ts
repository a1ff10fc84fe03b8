import { readdirSync, readFileSync } from 'node:fs'

/**
 * Lists every living descendant of the process `pid`, and every process with `variable` in its environment (a daemon has
 * left its parent). Linux only.
 */
export function listStarted(pid: number, variable: string): readonly number[] {
  const children = new Map<number, number[]>()
  const marked: number[] = []
  for (const name of readdirSync('/proc').filter(each => /^\d+$/.test(each))) {
    const parent = readParent(name)
    if (parent === null || Number(name) === pid) continue
    children.set(parent, [...(children.get(parent) ?? []), Number(name)])
    if (readEnvironment(name).includes(variable)) marked.push(Number(name))
  }
  const found = new Set(marked)
  for (
    let level = children.get(pid) ?? [];
    level.length > 0;
    level = level.flatMap(id => children.get(id) ?? [])
  )
    for (const id of level) found.add(id)
  return [...found]
}

/** The parent's id. Null: the process has ended, or is a zombie. */
function readParent(pid: string): number | null {
  const [state, parent] = readProc(pid, 'stat')
    .replace(/^.*\) /s, '')
    .split(' ')
  return state === '' || state === 'Z' ? null : Number(parent)
}

function readEnvironment(pid: string): readonly string[] {
  return readProc(pid, 'environ').split('\0')
}

function readProc(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1')
  } catch {
    return ''
  }
}
