import type { IncomingMessage } from 'node:http'
import { PassThrough } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import { answerBesideBody, isBodyUnderWay } from '../../api/http/drain.ts'

/** Answers a request whose body the test sends with `send`; only `pass` advances the time. */
function start(maxBytes = 1_000) {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const body = new PassThrough()
  const limits = { bytes: maxBytes, unauthenticatedBytes: maxBytes, seconds: 1, silentSeconds: 0.05 }
  const answer = answerBesideBody('answer', body as unknown as IncomingMessage, maxBytes, limits)
  let text = ''
  let isEnded = false
  answer.on('data', piece => {
    text += piece
  })
  answer.on('end', () => {
    isEnded = true
  })
  const settle = async () => {
    for (let turn = 0; turn < 5; turn++) await setImmediate()
  }
  return {
    body,
    read: () => text,
    isEnded: () => isEnded,
    settle,
    async pass(milliseconds: number) {
      vi.advanceTimersByTime(milliseconds)
      await settle()
    },
    async send(bytes: number) {
      body.write(Buffer.alloc(bytes))
      await settle()
    }
  }
}

test('answers at once, and ends when the body ends', async () => {
  const { body, read, isEnded, settle } = start()
  await settle()
  expect([read(), isEnded()]).toEqual(['answer', false])
  body.end()
  await settle()
  expect(isEnded()).toBe(true)
})

test('discards a body while it arrives, and stops when it stalls', async () => {
  const { body, isEnded, pass, send } = start()
  for (let piece = 0; piece < 5; piece++) {
    await send(10)
    await pass(40)
    expect(isEnded()).toBe(false)
    expect(body.readableFlowing).toBe(true)
  }
  await pass(10)
  expect(isEnded()).toBe(true)
})

test('stops reading a body that takes too long', async () => {
  const { isEnded, pass, send, settle } = start()
  await settle()
  for (let piece = 0; piece < 24; piece++) {
    await send(10)
    await pass(40)
  }
  expect(isEnded()).toBe(false)
  await pass(40)
  expect(isEnded()).toBe(true)
})

test('stops reading at the limit', async () => {
  const { body, send } = start(100)
  await send(100)
  expect(body.isPaused()).toBe(false)
  await send(1)
  expect(body.isPaused()).toBe(true)
})

test('sees a body under way if it is chunked or large and incomplete', () => {
  const of = (complete: boolean, headers: object) => isBodyUnderWay({ complete, headers } as IncomingMessage)
  expect(of(false, { 'transfer-encoding': 'chunked' })).toBe(true)
  expect(of(false, { 'content-length': '65537' })).toBe(true)
  expect(of(false, { 'content-length': '65536' })).toBe(false)
  expect(of(false, {})).toBe(false)
  expect(of(true, { 'content-length': '65537' })).toBe(false)
})
