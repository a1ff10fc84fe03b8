import { existsSync, readFileSync } from 'node:fs'

// Sums vitest's JSON reports, named as arguments, into the line 'N passed, N failed'. A file that did not load and a
// skip that is not excused count as failures; any failure ends it with 1.
interface Report {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message: string
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[]
  }[]
}

const hasSharedData = existsSync('../shared/data')
let passed = 0
let failed = 0
for (const path of process.argv.slice(2)) {
  const report = JSON.parse(readFileSync(path, 'utf8')) as Report
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
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0

function countSkip(file: string, test: string): 0 | 1 {
  const isExcused = !hasSharedData && /shared[-/]data/.test(readFileSync(file, 'utf8'))
  console.log(`skipped${isExcused ? ' (../shared is not there)' : ', which is forbidden'}: ${file}: ${test}`)
  return isExcused ? 0 : 1
}
