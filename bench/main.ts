import { execFileSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { basename } from 'node:path'
import { type Bench, type BenchResult, describeMachine } from './result.ts'

const [name, ...flags] = process.argv.slice(2)
const names = globSync('bench/*.ts')
  .map(file => basename(file, '.ts'))
  .filter(each => !['main', 'result'].includes(each))
if (!name || !names.includes(name)) {
  console.error(`usage: npm run -s bench -- NAME [--json]\nNAME: ${names.join(', ')}`)
  process.exit(2)
}
const asJson = flags.includes('--json')
const { run } = (await import(`./${name}.ts`)) as { run: Bench }
const results = await run({ log: line => process.stderr.write(`${line}\n`) })
const commit = execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).trim()
const machine = describeMachine()
if (asJson) console.log(JSON.stringify({ bench: name, commit, machine, node: process.version, results }))
else
  console.log(
    `${name} at ${commit}, ${machine}, node ${process.version}\n${results.map(formatRow).join('\n')}`
  )

function formatRow({ name, value, unit, reference, referenceValue, goal, met }: BenchResult): string {
  const against = reference === undefined ? '' : `  (${reference}: ${referenceValue})`
  const verdict = goal === undefined ? '' : `  goal ${goal}: ${met ? 'met' : 'NOT MET'}`
  return `  ${name.padEnd(40)} ${Number(value.toPrecision(4))} ${unit}${against}${verdict}`
}
