import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { call } from './call.ts'

const root = mkdtempSync(join(tmpdir(), 'groundswell-cli-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const at = (name: string) => join(root, name)

async function simulate(cascades: number, name: string): Promise<void> {
  const more = ['--seed', '4', '--minimum-events', '30', '--out', at(name)]
  expect((await call('simulate', '--cascades', String(cascades), ...more)).code).toBe(0)
}

test('the learning curve is the same on any number of threads, as JSON and as tables', async () => {
  await simulate(60, 'set')
  const words = ['evaluate', at('set'), '--learning-curve', '--orders', '2', '--trees', '10']
  const windows = ['--window-seconds', '600,3600']
  const [one, two] = await Promise.all(
    ['1', '2'].map(threads => call(...words, ...windows, '--json', '--threads', threads))
  )
  expect(one).toMatchObject({ code: 0, stderrText: '' })
  expect(two!.out).toBe(one!.out)
  const { orders, seed, heldOutCascades, windows: found } = JSON.parse(one!.out)
  expect({ orders, seed, heldOutCascades }).toEqual({ orders: 2, seed: 1, heldOutCascades: 20 })
  expect(found.map(({ window }: { window: number }) => window)).toEqual([600, 3600])
  const { code, out } = await call(...words, ...windows)
  expect(code).toBe(0)
  expect(out).toMatch(/20 held-out cascades, means over 2 random orders of the others, seed 1/)
  expect(out).toMatch(/^own cascades +n +2n +ratio +loglog +seismic +first +own +answer/m)
})

test('a learning curve of too few cascades is refused with the name of the folder', async () => {
  await simulate(12, 'handful')
  const { code, stderrText } = await call('evaluate', at('handful'), '--learning-curve')
  expect(code).toBe(2)
  expect(stderrText).toMatch(/handful: a learning curve needs at least 20 finished cascades \(got 12\)/)
})
