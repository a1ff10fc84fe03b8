import { FileFault, quoteText } from '../file-fault.ts'
import type { CascadeGatherer } from './cascade-gatherer.ts'

const line = /^[^\t\n]+\t[^\t\n]*\t[^\t\n]+\t\d+\t[^\t\n]+:\d/

/** Whether a line is of DeepHawkes or CasCN: id, user, time, size and paths (user/user:seconds), separated by tabs. */
export function isPathLine(text: string): boolean {
  return line.test(text)
}

/** Reads a line, which is one cascade. Every path is an event with its seconds since the post. Throws FileFault. */
export function readPathLine(text: string, number: number, gatherer: CascadeGatherer): void {
  const [id = '', author = '', , , paths = ''] = text.split('\t')
  if (!isPathLine(text))
    throw new FileFault('expected id, user, time, size and paths, separated by tabs', { line: number })
  gatherer.addFormat('DeepHawkes')
  const name = id.trim()
  gatherer.addPost({ id: name, timeMs: 0, followers: null, authorId: author.trim() })
  for (const [i, path] of paths.trim().split(/[ ;]+/).entries()) {
    const [, users = '', seconds] = /^(.*):(\d+(?:\.\d+)?)$/.exec(path) ?? []
    if (seconds === undefined)
      throw new FileFault(`${quoteText(path)} is not a path with its seconds`, { line: number })
    // The first path is the post itself.
    if (!/[/,]/.test(users) && Number(seconds) === 0) continue
    gatherer.addShare({ id: `${name}#${i}`, of: name, timeMs: Number(seconds) * 1000, followers: null })
  }
}
