import { expect, test } from 'vitest'
import { writeEvent, writeWatermark } from '../../../ports/messages.ts'
import { openApi } from '../../harness/test-api.ts'
import { post, readAll, send } from './stream-events.ts'

const cloudEvents = [
  {
    ...JSON.parse(writeEvent({ ...post, kind: 'post', source: 'mine' })),
    traceparent: '00-1',
    time: '2026-01-01'
  },
  JSON.parse(writeWatermark({ source: 'mine', time: 1_763_700_006, isLast: false }))
]

test('accepts CloudEvents as on the topics, one or a batch', async () => {
  const api = await openApi()
  const batch = await send(api, cloudEvents, 'application/cloudevents-batch+json; charset=utf-8')
  expect(batch.json()).toEqual({ events: 1, watermarks: 1 })
  const one = await send(api, { ...cloudEvents[0], id: 'e9' }, 'application/cloudevents+json')
  expect(one.json()).toEqual({ events: 1, watermarks: 0 })
  const read = await readAll(api)
  expect(read.filter(each => each.is === 'event')).toEqual([
    { is: 'event', ...post, source: 'mine' },
    { is: 'event', ...post, eventId: 'e9', source: 'mine' }
  ])
  expect(read.filter(each => each.is === 'watermark')[0]).toMatchObject({
    source: 'mine',
    time: 1_763_700_006
  })
})

test.each([
  ['a time in the future', { ...cloudEvents[0], data: { ...cloudEvents[0].data, time: 9e9 } }, '/data/time'],
  ['a text', { ...cloudEvents[0], data: { ...cloudEvents[0].data, text: 'hello' } }, '/data/text'],
  ['another type', { ...cloudEvents[0], type: 'com.example.thing' }, '/type'],
  ['no type', { ...cloudEvents[0], type: undefined }, '/type'],
  ['another version', { ...cloudEvents[0], specversion: '0.3' }, '/specversion'],
  ['no cascade', { ...cloudEvents[0], subject: undefined }, '/subject'],
  ['data in base64', { ...cloudEvents[0], data: undefined, data_base64: 'e30=' }, '/data'],
  ['other data', { ...cloudEvents[0], datacontenttype: 'text/xml' }, '/datacontenttype']
])('rejects a CloudEvent with %s', async (_what, event, field) => {
  const api = await openApi()
  const one = await send(api, event, 'application/cloudevents+json')
  expect(one.json()).toMatchObject({ status: 400, field })
  expect(one.json().detail).not.toMatch(/schema|"then"|"else"/)
  const batch = await send(api, [cloudEvents[0], event], 'application/cloudevents-batch+json')
  expect(batch.json()).toMatchObject({ status: 400, field: `/1${field}` })
  expect(await readAll(api)).toEqual([])
})

test('rejects a CloudEvent in binary mode, and one in place of another body, with the accepted types', async () => {
  const api = await openApi()
  const headers = { 'content-type': 'application/json', 'ce-specversion': '1.0', 'ce-id': 'e1' }
  const binary = await api.inject({ method: 'POST', url: '/events', headers, payload: '{}' })
  expect(binary.json()).toMatchObject({ status: 415, field: 'ce-specversion' })
  expect(binary.json().detail).toContain('send application/cloudevents+json')
  const elsewhere = await api.inject({
    method: 'POST',
    url: '/cascades',
    headers: { 'content-type': 'application/cloudevents+json' },
    payload: '{}'
  })
  expect(elsewhere.json()).toMatchObject({ status: 415, field: 'Content-Type' })
})
