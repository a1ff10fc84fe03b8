import { describeMachine } from '../../bench/result.ts'
import { git, writeRecord } from './records.ts'
import { runs } from './runs.ts'

// npm run by-hand -- NAME: makes the run and, where it passes, writes test/by-hand/NAME.json.
const [name] = process.argv.slice(2)
const run = runs.find(each => each.name === name)
if (run === undefined) {
  console.error(`usage: npm run by-hand -- NAME\nNAME: ${runs.map(each => each.name).join(', ')}`)
  process.exit(2)
}
// A record names the commit that was run, so nothing may differ from it; other records may.
const changed = git('status', '--porcelain', '--', '.', ':!test/by-hand/*.json')
if (changed !== '') {
  console.error(`commit first, so that the record can name what was run:\n${changed}`)
  process.exit(2)
}
const commit = git('rev-parse', '--short', 'HEAD')
const { hasPassed, result } = run.run()
console.log(JSON.stringify(result, null, 2))
if (hasPassed)
  writeRecord(run.name, { commit, date: new Date().toISOString(), machine: describeMachine(), result })
console.log(hasPassed ? `${run.name} passed: commit test/by-hand/${run.name}.json` : `${run.name} failed`)
process.exitCode = hasPassed ? 0 : 1
