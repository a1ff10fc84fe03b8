import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

const slower = /\.(system|cluster|interop|mutants)\.test\.ts$/

/** Finds the quick tests that reach a file by imports, nearest first: those named like it, then by the length of the way. */
export function buildTestFinder(root: string): (file: string) => readonly string[] {
  const importsOf = new Map<string, readonly string[]>()
  const readImports = (file: string): readonly string[] => {
    const known = importsOf.get(file)
    if (known) return known
    const text = readFileSync(join(root, file), 'utf8')
    // Modules of threads are named by URL.
    const found = [...text.matchAll(/'(\.{1,2}\/[^'\n]+\.ts)'/g)]
      .map(([, path = '']) => join(dirname(file), path))
      .filter(path => existsSync(join(root, path)))
    importsOf.set(file, found)
    return found
  }

  function measureDistances(test: string): ReadonlyMap<string, number> {
    const distances = new Map([[test, 0]])
    for (const [file, distance] of distances)
      for (const each of readImports(file)) if (!distances.has(each)) distances.set(each, distance + 1)
    return distances
  }

  const tests = globSync('test/**/*.test.ts', { cwd: root }).filter(file => !slower.test(file))
  const reached = tests.map(test => ({ test, distances: measureDistances(test) }))
  return file => {
    const named = `${basename(file, '.ts')}.test.ts`
    return reached
      .flatMap(({ test, distances }) => {
        const distance = distances.get(file)
        return distance === undefined ? [] : [{ test, distance: basename(test) === named ? 0 : distance }]
      })
      .toSorted((a, b) => a.distance - b.distance || (a.test < b.test ? -1 : 1))
      .map(({ test }) => test)
  }
}
