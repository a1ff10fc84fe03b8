import { type Answer, findContractFault } from './contract-check.ts'

// Checks every answer of the service against openapi.yaml, for any client that uses fetch. A fault found here fails the
// test at its end (check-answers.ts); the client under test is not affected.
const origins = new Set<string>()
const faults = new Set<string>()
const reading = new Set<Promise<void>>()

/** Registers the address of a service, whose answers are checked from now on. */
export function checkAnswersOf(url: string): void {
  origins.add(new URL(url).origin)
}

export function isChecked(url: string): boolean {
  return URL.canParse(url) && origins.has(new URL(url).origin)
}

export function checkAnswer(answer: Answer): void {
  const fault = findContractFault(answer)
  if (fault !== null) faults.add(fault)
}

/** Checks an answer in the background, while the caller reads its body. */
export function checkAnswerLater(reads: Promise<Answer>): void {
  const done: Promise<void> = reads
    .then(checkAnswer)
    // The connection was cut, or the caller canceled the body.
    .catch(() => {})
    .finally(() => reading.delete(done))
  reading.add(done)
}

/** The faults found since the last call. */
export async function takeContractFaults(): Promise<readonly string[]> {
  await Promise.all(reading)
  const found = [...faults]
  faults.clear()
  return found
}

/** True if the body of the answer can be read and checked. */
export function hasCheckedBody(headers: Headers): boolean {
  return /[/+]json/.test(headers.get('content-type') ?? 'application/json')
}
