import { expect, test } from 'vitest'
import { buildSchemaCheck } from '../../../api/http/validate.ts'
import { hashAuthor } from '../../../predictors/cascade-size/author-hash.ts'
import { cascadeSize } from '../../../predictors/cascade-size/cascade-size.ts'
import {
  type InputEvent,
  inputSchema,
  readEvents
} from '../../../predictors/cascade-size/observation-input.ts'

const by = (authorId: unknown) => [{ time: 0, magnitude: 5, authorId }, { time: 1 }] as InputEvent[]

test('hashes an id to the same 52 bits on every machine', () => {
  expect(hashAuthor('ann')).toBe(2_351_607_296_271_671)
  const ids = Array.from({ length: 20_000 }, (_, i) => `user${i}`)
  const hashes = ids.map(hashAuthor)
  expect(new Set(hashes).size).toBe(ids.length)
  expect(hashes.every(hash => Number.isInteger(hash) && hash >= 0 && hash < 2 ** 52)).toBe(true)
  expect(Math.max(...hashes)).toBeGreaterThan(2 ** 51.9)
})

test('takes any Unicode id of up to 200 characters, and keeps only its hash in a sample', () => {
  for (const id of ['ann', '帖子', '👩‍👩‍👧', ' ', 'did:plc:abc', '😀'.repeat(200)]) {
    const input = { events: by(id), windowSeconds: 60 }
    buildSchemaCheck(inputSchema)(input, '')
    expect(readEvents(input.events)).toMatchObject({ ok: true, cascade: { postAuthorId: id } })
    const sample = cascadeSize.sample(input, { finalSize: 3 })
    buildSchemaCheck(cascadeSize.sampleSchema)(sample, '')
    expect(sample.author).toBe(hashAuthor(id))
    expect(Object.values(sample)).not.toContain(id)
  }
})

test('uses the author of the post, not those of reshares', () => {
  const events = [{ time: 0 }, { time: 1, authorId: 'bob' }]
  buildSchemaCheck(inputSchema)({ events }, '')
  expect(cascadeSize.sample({ events, windowSeconds: 60 }, { finalSize: 3 })).not.toHaveProperty('author')
})

test.each([7, null, '', '.', '..', 'a\0b', '\ud800', 'x'.repeat(201), '😀'.repeat(201)])(
  'rejects the id %j',
  id => {
    expect(() => buildSchemaCheck(inputSchema)({ events: by(id) }, '')).toThrow()
    expect(readEvents(by(id))).toMatchObject({ ok: false, field: 'events/0/authorId' })
  }
)
