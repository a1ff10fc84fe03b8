import { type Answer, findContractFault } from './contract-check.ts'

// Each answer that a test gets from the service, by whatever client, must be one that openapi.yaml promises. What is
// noted here fails the test at its end (check-answers.ts); the client that is being tested notices nothing.
const origins = new Set<string>()
const faults = new Set<string>()
const reading = new Set<Promise<void>>()

/** A service answers here: its answers are checked from now on. */
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

/** Checks an answer whose body is still being read. Does not keep the caller waiting. */
export function checkAnswerLater(reads: Promise<Answer>): void {
  const done: Promise<void> = reads
    .then(checkAnswer)
    // Its connection was cut, or its reader has left.
    .catch(() => {})
    .finally(() => reading.delete(done))
  reading.add(done)
}

/** What was found wrong since the last call. */
export async function takeContractFaults(): Promise<readonly string[]> {
  await Promise.all(reading)
  const found = [...faults]
  faults.clear()
  return found
}

/** Whether the body of an answer is to be read and checked. */
export function hasCheckedBody(headers: Headers): boolean {
  return /[/+]json/.test(headers.get('content-type') ?? 'application/json')
}
