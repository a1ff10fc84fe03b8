import { afterEach, expect } from 'vitest'
import { checkAnswerLater, hasCheckedBody, isChecked, takeContractFaults } from './answers.ts'
import type { Answer } from './contract-check.ts'

// A set-up file of every suite. It wraps fetch, so that all answers are checked.
const realFetch = globalThis.fetch

globalThis.fetch = async (input, init) => {
  const response = await realFetch(input, init)
  const request = input instanceof Request ? input : null
  if (isChecked(request?.url ?? String(input)))
    checkAnswerLater(readAnswer(init?.method ?? request?.method ?? 'GET', response))
  return response
}

async function readAnswer(method: string, response: Response): Promise<Answer> {
  const { status, headers } = response
  const body = hasCheckedBody(headers) ? await response.clone().text() : null
  return { method: method.toUpperCase(), path: new URL(response.url).pathname, status, headers, body }
}

afterEach(async () => {
  expect(await takeContractFaults(), 'answers that openapi.yaml does not promise').toEqual([])
})
