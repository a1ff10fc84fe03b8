import { existsSync, readFileSync } from 'node:fs'

interface Report {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message: string
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[]
  }[]
}

export interface TestCount {
  readonly passed: number
  readonly failed: number
}

const hasSharedData = existsSync('../shared/data')

/** Counts the tests in a JSON report of vitest. A file that did not load and a skip that is not allowed count as failures. */
export function countTests(path: string): TestCount {
  if (!existsSync(path)) return { passed: 0, failed: 1 }
  const report = JSON.parse(readFileSync(path, 'utf8')) as Report
  let passed = 0
  let failed = 0
  for (const { name: file, status, message, assertionResults } of report.testResults) {
    const isBroken = status === 'failed' && assertionResults.every(each => each.status !== 'failed')
    if (isBroken) console.log(`did not load: ${file}\n${message}`)
    failed += Number(isBroken)
    for (const { fullName, status: outcome } of assertionResults) {
      if (outcome === 'passed') passed++
      else if (outcome === 'failed') failed++
      else failed += countSkip(file, fullName)
    }
  }
  return { passed, failed: failed + Number(passed + failed === 0) }
}

function countSkip(file: string, test: string): 0 | 1 {
  const isExcused = !hasSharedData && /shared[-/]data/.test(readFileSync(file, 'utf8'))
  console.log(`skipped${isExcused ? ' (../shared is missing)' : ', which is not allowed'}: ${file}: ${test}`)
  return isExcused ? 0 : 1
}
