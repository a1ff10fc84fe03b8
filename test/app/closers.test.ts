import { expect, test } from 'vitest'
import { buildClosers } from '../../app/closers.ts'
import { buildRecordingLog } from '../harness/recording-log.ts'

test('closes each part once, in reverse order', async () => {
  const { log } = buildRecordingLog()
  const closers = buildClosers(log, 1_000)
  const closed: string[] = []
  for (const name of ['database', 'queue', 'server'])
    closers.add(name, async () => {
      await Promise.resolve()
      closed.push(name)
    })
  expect(await Promise.all([closers.close(), closers.close()])).toEqual([true, true])
  expect(closed).toEqual(['server', 'queue', 'database'])
})

test('closes the other parts if one fails or hangs', async () => {
  const { log, lines } = buildRecordingLog()
  const closers = buildClosers(log, 10)
  const closed: string[] = []
  closers.add('first', () => void closed.push('first'))
  closers.add('hangs', () => new Promise(() => {}))
  closers.add('fails', () => {
    throw new Error('no')
  })
  expect(await closers.close()).toBe(false)
  expect(closed).toEqual(['first'])
  expect(lines.map(({ fields }) => fields.part)).toEqual(['fails', 'hangs'])
})
