import { eventsTopic } from '../../../app/topics.ts'
import { readStreamEvent } from '../../../ports/messages.ts'
import type { TestApi } from '../../harness/test-api.ts'

export const post = { eventId: 'e1', cascadeId: 'c1', kind: 'post', time: 1_763_700_000, magnitude: 12 }
export const reshare = { ...post, eventId: 'e2', kind: 'reshare', time: 1_763_700_005.5 }

/** Posts a body to /events. */
export function send(api: TestApi, payload: unknown, type = 'application/json', query = '') {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload)
  return api.inject({
    method: 'POST',
    url: `/events${query}`,
    headers: { 'content-type': type },
    payload: text
  })
}

/** Reads all messages of the topic of events. */
export async function readAll({ stream }: TestApi) {
  const ends = await stream.ends(eventsTopic)
  const all = await Promise.all(ends.map(({ partition }) => stream.read(eventsTopic, partition, 0, 1_000)))
  return all.flat().map(({ value }) => readStreamEvent(value))
}
