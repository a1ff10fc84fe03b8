import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BlobStore } from '../../ports/blobs.ts'

/** Describes the tests that every adapter of the blobs port must pass. `open` returns a handle on one store, empty at first. */
export function describeBlobs(technology: string, open: () => Promise<BlobStore>): void {
  describe(`blobs on ${technology}`, () => {
    let blobs: BlobStore
    beforeAll(async () => {
      blobs = await open()
    })
    afterAll(async () => {
      await blobs.close()
    })

    test('writes a key once and reads it back byte by byte', async () => {
      const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
      expect(await blobs.putOnce('once/every-byte', bytes)).toBe('stored')
      expect(await blobs.putOnce('once/every-byte', Buffer.from('other'))).toBe('exists')
      expect(Buffer.from((await blobs.get('once/every-byte'))!)).toEqual(Buffer.from(bytes))
      expect(await blobs.size('once/every-byte')).toBe(256)
    })

    test('stores an empty blob', async () => {
      expect(await blobs.putOnce('once/empty', new Uint8Array())).toBe('stored')
      expect((await blobs.get('once/empty'))?.byteLength).toBe(0)
      expect(await blobs.size('once/empty')).toBe(0)
      expect(await blobs.putOnce('once/empty', Buffer.from('x'))).toBe('exists')
    })

    test('returns null for a missing key, also below an existing key', async () => {
      await blobs.putOnce('missing/a', Buffer.from('x'))
      for (const key of ['missing/b', 'missing/a/b', 'missing', 'nowhere/at/all']) {
        expect(await blobs.get(key)).toBeNull()
        expect(await blobs.size(key)).toBeNull()
      }
    })

    test('stores the bytes of exactly one of 32 concurrent writers', async () => {
      for (let round = 0; round < 8; round++) {
        const key = `race/${round}/deep/key`
        const texts = Array.from({ length: 32 }, (_, index) => `writer ${index} `.repeat(1000))
        const answers = await Promise.all(texts.map(text => blobs.putOnce(key, Buffer.from(text))))
        expect(answers.filter(answer => answer === 'stored')).toHaveLength(1)
        expect(Buffer.from((await blobs.get(key))!).toString()).toBe(texts[answers.indexOf('stored')])
      }
    })

    test('stores exactly one of several large blobs, and leaves no partial blob', async () => {
      const writers = Array.from({ length: 3 }, (_, index) =>
        Buffer.alloc(20_000_001, randomBytes(1009 + index))
      )
      const answers = await Promise.all(writers.map(bytes => blobs.putOnce('race/large', bytes)))
      expect(answers.filter(answer => answer === 'stored')).toHaveLength(1)
      const kept = Buffer.from((await blobs.get('race/large'))!)
      expect(kept.equals(writers[answers.indexOf('stored')]!)).toBe(true)
      expect(await blobs.list('race/large')).toEqual(['race/large'])
    })

    test('lists keys in order, after a given key and up to a limit', async () => {
      const keys = [
        'list/a',
        'list/a-b',
        'list/a.b',
        'list/a0/x',
        'list/b/1',
        'list/b/2',
        'list/b/3/y',
        'list/bb'
      ]
      for (const key of keys.toReversed()) await blobs.putOnce(key, Buffer.from(key))
      await blobs.putOnce('listed/elsewhere', Buffer.from('x'))
      expect(await blobs.list('list/')).toEqual(keys.toSorted((a, b) => (a < b ? -1 : 1)))
      expect(await blobs.list('list/b')).toEqual(['list/b/1', 'list/b/2', 'list/b/3/y', 'list/bb'])
      expect(await blobs.list('list/b/')).toEqual(['list/b/1', 'list/b/2', 'list/b/3/y'])
      expect(await blobs.list('list/', { startAfter: 'list/b/1' })).toEqual([
        'list/b/2',
        'list/b/3/y',
        'list/bb'
      ])
      expect(await blobs.list('list/', { startAfter: 'list/b/2', limit: 1 })).toEqual(['list/b/3/y'])
      expect(await blobs.list('list/', { startAfter: 'list/' })).toHaveLength(keys.length)
      expect(await blobs.list('nothing/here/')).toEqual([])
    })

    test('pages through more than a thousand keys without gap or repetition', async () => {
      const keys = Array.from({ length: 1_100 }, (_, index) => `many/${String(index).padStart(9, '0')}.json`)
      for (let at = 0; at < keys.length; at += 100)
        await Promise.all(keys.slice(at, at + 100).map(key => blobs.putOnce(key, Buffer.from('{}'))))
      const found: string[] = []
      for (;;) {
        const page = await blobs.list('many/', { startAfter: found.at(-1) ?? 'many/', limit: 300 })
        if (page.length === 0) break
        found.push(...page)
      }
      expect(found).toEqual(keys)
      expect(await blobs.list('many/')).toEqual(keys)
    })

    test('stores 100 MB byte by byte', async () => {
      const bytes = Buffer.alloc(100_000_000, randomBytes(1_000_003))
      expect(await blobs.putOnce('big/artefact.bin', bytes)).toBe('stored')
      expect(await blobs.size('big/artefact.bin')).toBe(bytes.length)
      const read = await blobs.get('big/artefact.bin')
      expect(createHash('sha256').update(read!).digest('hex')).toBe(
        createHash('sha256').update(bytes).digest('hex')
      )
      expect(await blobs.putOnce('big/artefact.bin', Buffer.from('small'))).toBe('exists')
      await blobs.remove('big/artefact.bin')
    })

    test('a removed key can be written again, and removing a missing key does nothing', async () => {
      await blobs.putOnce('removed/key', Buffer.from('first'))
      await blobs.remove('removed/key')
      expect(await blobs.get('removed/key')).toBeNull()
      expect(await blobs.list('removed/')).toEqual([])
      await blobs.remove('removed/key')
      expect(await blobs.putOnce('removed/key', Buffer.from('second'))).toBe('stored')
    })

    test('another handle reads what was stored', async () => {
      await blobs.putOnce('kept/key', Buffer.from('kept'))
      const again = await open()
      expect(Buffer.from((await again.get('kept/key'))!).toString()).toBe('kept')
      expect(await again.putOnce('kept/key', Buffer.from('other'))).toBe('exists')
      await again.close()
    })

    test.each(['', '/a', 'a/', 'a//b', '../a', 'a/../b', 'a/./b', '.hidden', 'a b', 'ä', 'a\\b', 'a\0b'])(
      'rejects %j as a key',
      async key => {
        await expect(blobs.putOnce(key, Buffer.from('x'))).rejects.toThrow(TypeError)
        await expect(blobs.get(key)).rejects.toThrow(TypeError)
        await expect(blobs.remove(key)).rejects.toThrow(TypeError)
      }
    )

    test('passes its own check', async () => {
      await expect(blobs.check()).resolves.toBeUndefined()
    })
  })
}
