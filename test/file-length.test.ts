import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const MAX_LINES = 300
const folders =
  '{adapters,api,app,bench,cascades,cli,client,deploy,files,learners,ports,predictors,relay,stores,test,trainer,web,worker}'

test('no file has more than 300 lines, generated ones aside', () => {
  const files = globSync(`${folders}/**/*.ts`).filter(file => !/generated/.test(file))
  expect(files.length).toBeGreaterThan(100)
  const long = files.filter(file => readFileSync(file, 'utf8').split('\n').length - 1 > MAX_LINES)
  expect(long).toEqual([])
})
