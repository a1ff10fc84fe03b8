import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readBlocks, root } from './blocks.ts'
import { openCheckout } from './checkout.ts'

test('training and forecasting from files does what the page says, and draws its picture', async () => {
  const page = 'docs/how-to/train-from-files.md'
  const checkout = await openCheckout()
  const lines = readBlocks(page)[0]!.commands.trim().split('\n')
  expect(lines).toHaveLength(8)
  const outputs: string[] = []
  for (const line of lines) outputs.push(await checkout.run(line))
  const forecast = JSON.parse(outputs[5]!.split('\n')[5]!)
  const text = readFileSync(join(root, page), 'utf8')
  const [, seen, median, low, high] = text.match(
    /(\S+) events seen, growing, (\S+) expected in the end, (\S+) to (\S+) in/
  )!
  const shown = [forecast.observedEvents, forecast.median, forecast.interval.low, forecast.interval.high]
  expect(shown.map(size => Math.round(size).toLocaleString('en'))).toEqual([seen, median, low, high])
  const picture = readFileSync(join(checkout.folder, 'demo/forecast.png'))
  expect(picture.subarray(1, 4).toString('latin1')).toBe('PNG')
})

test('tables are read as the page says', async () => {
  const checkout = await openCheckout()
  await checkout.start('npm start')
  const [file, body, imported] = readBlocks('docs/how-to/read-your-files.md')
  expect(await checkout.runBlock(file!)).toContain('3 events in 1 min')
  expect(JSON.parse(await checkout.runBlock(body!))).toMatchObject({
    subject: 'my-post',
    notes: expect.arrayContaining(['Times read as milliseconds since the post.'])
  })
  expect(await checkout.runBlock(imported!)).toContain('imported: 1 cascade of 3 events')
})

test('a replay and a feed of one’s own go as the page says', async () => {
  const checkout = await openCheckout()
  await checkout.start('npm start')
  const [replay, feed] = readBlocks('docs/how-to/replay-and-feed.md')
  expect(await checkout.runBlock(replay!)).toMatch(/succeeded: \d+ events of 400 cascades/)
  expect(JSON.parse(await checkout.runBlock(feed!))).toMatchObject({ events: 2 })
})

test('the service starts in each way the page says, and ends with 0', async () => {
  const checkout = await openCheckout()
  const blocks = readBlocks('docs/how-to/run-the-service.md').filter(({ kind }) => kind === 'start')
  expect(blocks.length).toBeGreaterThan(2)
  for (const { commands } of blocks) {
    const { stop } = await checkout.start(commands.trim())
    expect([commands, await stop()]).toEqual([commands, 0])
  }
})

test('backup, restore and the way back go as the page says', async () => {
  const checkout = await openCheckout()
  const { stop } = await checkout.start('npm start')
  const [backup, restore] = readBlocks('docs/operations.md')
  expect(await checkout.runBlock(backup!)).toMatch(/^\d+ files, \d+ bytes in /)
  await checkout.runBlock(restore!)
  await stop()
  await checkout.start('npm start -- --data-dir ./restored')
})

test('what the pages on trust and on the examples say can be measured and made again', async () => {
  const checkout = await openCheckout()
  const evaluated = await checkout.runBlock(readBlocks('docs/trust.md')[0]!)
  for (const method of [
    'constant',
    'hawkes',
    'prototype',
    'ratio',
    'loglog',
    'seismic',
    'features',
    'hybrid'
  ])
    expect(evaluated).toMatch(new RegExp(`^${method} `, 'm'))
  mkdirSync(join(checkout.folder, 'demo'), { recursive: true })
  await checkout.runBlock(readBlocks('examples/README.md')[0]!)
})

test('the predictor of languages answers as its page says, with the version that comes with it', async () => {
  const checkout = await openCheckout()
  const [settings, start, ask] = readBlocks('docs/language.md')
  await checkout.runBlock(settings!)
  await checkout.start(start!.commands.trim())
  const { result, model } = JSON.parse(await checkout.runBlock(ask!))
  expect(result).toMatchObject({ language: 'nb', name: 'Norwegian Bokmal' })
  expect(model).toMatchObject({ version: 1 })
})
