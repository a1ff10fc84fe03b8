import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test, vi } from 'vitest'
import { readCascadeFolder } from '../../../cascades/source/read-cascade-folder.ts'
import {
  encodeModel,
  type FinishedCascade,
  fit as fitHawkes,
  forecast,
  simulate,
  train
} from '../../../client/library/groundswell.ts'
import { call } from '../../cli/call.ts'
import { makeTemporaryFolder } from '../../harness/temporary.ts'

async function readFolder(folder: string): Promise<FinishedCascade[]> {
  const cascades: FinishedCascade[] = []
  for await (const { cascade } of readCascadeFolder(folder)) {
    const { times, magnitudes } = cascade
    cascades.push({ events: Array.from(times, (time, i) => ({ time, magnitude: magnitudes[i]! })) })
  }
  return cascades
}

test('simulates, trains, fits and forecasts as the command line does', async () => {
  const folder = makeTemporaryFolder()
  const [set, model] = [join(folder, 'set'), join(folder, 'model')]
  await call('simulate', '--cascades', '60', '--seed', '4', '--minimum-events', '30', '--out', set)
  const cascades = await readFolder(set)
  const simulated = simulate({ cascades: 60, seed: 4, minimumEvents: 30 })
  expect(simulated.map(({ events }) => events.length)).toEqual(cascades.map(({ events }) => events.length))
  for (const [i, { time, magnitude }] of simulated[0]!.events.entries()) {
    expect(Math.abs(time - cascades[0]!.events[i]!.time)).toBeLessThan(1e-3)
    expect(Math.abs(magnitude - cascades[0]!.events[i]!.magnitude!)).toBeLessThanOrEqual(1)
  }

  await call('train', set, '--window-seconds', '600', '--trees', '10', '--out', model)
  const trained = await train(cascades, { windows: [600], trees: 10, threads: 2 })
  expect(Buffer.from(encodeModel(trained)).equals(readFileSync(model))).toBe(true)

  const lines = (await call('predict', set, '--window-seconds', '600', '--model', model)).out.split('\n')
  const { events } = cascades[7]!
  expect({ cascade: 7, ...forecast({ events, windowSeconds: 600 }, { model: trained }) }).toEqual(
    JSON.parse(lines[7]!)
  )
  const alone = await call('fit', set, '--cascade', '7', '--window-seconds', '600', '--json')
  expect(fitHawkes({ events, windowSeconds: 600 })).toEqual(JSON.parse(alone.out).fit)
  const believing = await call(
    'fit',
    set,
    '--cascade',
    '7',
    '--window-seconds',
    '600',
    '--model',
    model,
    '--json'
  )
  expect(fitHawkes({ events, windowSeconds: 600 }, { model: trained })).toEqual(JSON.parse(believing.out).fit)
  rmSync(folder, { recursive: true })
})

test('names the cascade, the field and the reason of invalid input', async () => {
  const post = { time: 0, magnitude: 1 }
  const early = [post, { time: 5, magnitude: 1 }, { time: 4, magnitude: 1 }]
  expect(() => forecast({ events: early })).toThrow(
    new RangeError('events/2/time must not be before the previous event')
  )
  expect(() => forecast({ events: [post], windowSeconds: 3 })).toThrow('windowSeconds must be from 60')
  expect(() => fitHawkes({ events: [post] })).toThrow('a fit needs 2 events')
  expect(() => simulate({ cascades: 1.5, seed: 1 })).toThrow('cascades must be a whole number')
  expect(() => simulate({ cascades: 1, seed: 0.5 })).toThrow('seed must be an integer')
  await expect(train([{ events: [post] }, { events: early }])).rejects.toThrow(
    'cascades/1/events/2/time must not be before the previous event'
  )
  await expect(train([], { threads: 0 })).rejects.toThrow('threads must be a whole number')
  await expect(train([{ events: [post] }], { windows: [600] })).rejects.toThrow(RangeError)
})

test('runs the examples of the library page as written', async () => {
  const page = readFileSync('docs/how-to/use-the-library.md', 'utf8')
  const examples = [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code!)
  const entry = new URL('../../../client/library/groundswell.ts', import.meta.url).href
  const folder = makeTemporaryFolder()
  const file = join(folder, 'examples.ts')
  writeFileSync(file, examples.join('\n').replace("'groundswell'", JSON.stringify(entry)))
  const said: string[] = []
  const log = vi.spyOn(console, 'log').mockImplementation((...words) => void said.push(words.join(' ')))
  onTestFinished(() => log.mockRestore())
  await import(/* @vite-ignore */ pathToFileURL(file).href)
  expect(said).toEqual([
    '200 0',
    '200',
    'true false',
    'true true',
    'events/0/time must be 0: the first event is the post',
    'en',
    'de'
  ])
  rmSync(folder, { recursive: true })
})
