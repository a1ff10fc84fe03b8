import { expect, test } from 'vitest'
import { readConfig } from '../../../app/config.ts'
import { builtInPredictors } from '../../../app/predictors.ts'
import { eventsTopic, listTopics } from '../../../app/topics.ts'
import { readStreamEvent, writeEvent, writeReset, writeWatermark } from '../../../ports/messages.ts'
import { buildJob, predictQueue } from '../../../stores/predictions/job.ts'
import { addresses, asyncapi, findAddress, recogniseMessage } from '../../harness/asyncapi.ts'

// test/system/stream.test.ts checks the messages of the running program.

test('asyncapi.yaml names exactly the topics and queues of the program', () => {
  const topics = listTopics(readConfig({})).map(({ name }) => name)
  const queues = builtInPredictors.map(({ predictor }) => predictQueue(predictor.name))
  expect(new Set([...topics, ...queues].map(findAddress))).toEqual(new Set(addresses))
})

test('asyncapi.yaml describes the queue of any predictor', () => {
  expect(findAddress(predictQueue('language-guess'))).toBe('predict.{predictor}')
  expect(findAddress('predict.')).toBeUndefined()
})

test('asyncapi.yaml has version 3.0 and no broken reference', () => {
  expect(asyncapi.asyncapi).toBe('3.0.0')
  const references = JSON.stringify(asyncapi).matchAll(/"\$ref":"#\/([^"]+)"/g)
  for (const [, path] of references) {
    let node: unknown = asyncapi
    for (const step of path!.split('/')) node = (node as Record<string, unknown>)[step]
    expect(node, path).toBeTypeOf('object')
  }
  const used = Object.values(asyncapi.operations).map(({ channel }) => channel.$ref.split('/').at(-1))
  expect(used.toSorted()).toEqual(Object.keys(asyncapi.channels).toSorted())
})

const event = {
  eventId: 'e',
  cascadeId: 'c',
  kind: 'reshare',
  time: 1_700_000_000.25,
  magnitude: 12,
  source: 'feed'
} as const

test('writes events, watermarks, resets and jobs as asyncapi.yaml describes them', () => {
  expect(recogniseMessage(eventsTopic, writeEvent(event))).toBe('event')
  const watermark = writeWatermark({ source: 'feed', time: 1_700_000_000, isLast: true })
  expect(recogniseMessage(eventsTopic, watermark)).toBe('watermark')
  const reset = writeReset({ source: 'feed', time: null, reason: 'a wrong clock', actor: 'ann' })
  expect(recogniseMessage(eventsTopic, reset)).toBe('reset')
  for (const extra_id of [null, 'c/scheduled/1']) {
    const job = buildJob({ id: 'prd_1', predictor: 'cascade-size', generation: 1, attempts: 0, extra_id }, 0)
    expect(recogniseMessage(job.destination, job.payload)).toBe('job')
  }
})

test('writes and reads unknown followers as absent, and reads null as unknown', () => {
  const unknown = { ...event, magnitude: null }
  const text = writeEvent(unknown)
  expect(text).not.toContain('magnitude')
  const { data, ...envelope } = JSON.parse(text)
  const withNull = JSON.stringify({ ...envelope, data: { ...data, magnitude: null } })
  for (const each of [text, withNull]) {
    expect(recogniseMessage(eventsTopic, each)).toBe('event')
    expect(readStreamEvent(each)).toEqual({ is: 'event', ...unknown })
  }
})

test('writes and reads the id of an author', () => {
  const text = writeEvent({ ...event, authorId: 'été 帖子' })
  expect(recogniseMessage(eventsTopic, text)).toBe('event')
  expect(readStreamEvent(text)).toEqual({ is: 'event', ...event, authorId: 'été 帖子' })
  for (const authorId of [7, null, '', 'x'.repeat(201)]) {
    const { data, ...envelope } = JSON.parse(text)
    const wrong = JSON.stringify({ ...envelope, data: { ...data, authorId } })
    expect(() => recogniseMessage(eventsTopic, wrong)).toThrow('not a message')
    expect(readStreamEvent(wrong).is).toBe('unreadable')
  }
})

test('reads described messages, also of the older version, and rejects all others', () => {
  const first = JSON.stringify({ schemaVersion: 1, ...event })
  expect(recogniseMessage(eventsTopic, first)).toBe('eventV1')
  expect(readStreamEvent(first)).toEqual(readStreamEvent(writeEvent(event)))
  const changes: readonly Readonly<Record<string, unknown>>[] = [
    { type: 'groundswell.event.v3' },
    { subject: 'a\0b' },
    { subject: '..' },
    { subject: 'x'.repeat(201) },
    { subject: '' },
    { id: 7 },
    { source: '' },
    { data: { kind: 'like', time: 1_700_000_000, magnitude: 1 } },
    { data: { kind: 'post', time: -1, magnitude: 1 } },
    { data: { kind: 'post', time: 1_700_000_000_000, magnitude: 1 } },
    { data: { kind: 'post', time: 1_700_000_000, magnitude: -1 } },
    { data: { kind: 'post', time: 1_700_000_000, magnitude: 'many' } }
  ]
  for (const change of changes) {
    const text = JSON.stringify({ ...JSON.parse(writeEvent(event)), ...change })
    expect(() => recogniseMessage(eventsTopic, text), text).toThrow('not a message')
    expect(readStreamEvent(text).is, text).toBe('unreadable')
  }
})
