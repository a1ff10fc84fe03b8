import { expect, test } from 'vitest'
import { type AnswerField, describeAnswer } from '../../client/describe-answer.ts'

const formats = {
  number: (value: number) => `n${value}`,
  count: (value: number) => `c${value}`,
  share: (value: number) => `${value * 100} %`,
  seconds: (value: number) => `${value} s`
}
const field = (path: string, kind: AnswerField['kind']): AnswerField => ({ path, label: path.slice(1), kind })
const describe = (fields: readonly AnswerField[], output: unknown) =>
  describeAnswer(fields, output, formats).map(({ label, text }) => [label, text])

test('writes each kind of value in the order of the declared fields', () => {
  const kinds = [
    'text',
    'number',
    'count',
    'share',
    'seconds',
    'interval',
    'ranking',
    'quantiles',
    'factors',
    'cases',
    'flags'
  ] as const
  const output = {
    text: 'en',
    number: 1.5,
    count: 7,
    share: 0.5,
    seconds: 60,
    interval: { low: 1, high: 3 },
    ranking: [
      { label: 'en', share: 0.75 },
      { label: 'de', share: 0.25 }
    ],
    quantiles: [0.025, 0.25, 0.5, 0.75, 0.975].map((share, i) => ({ share, size: i + 1 })),
    factors: [
      { title: 'How many so far', factor: 2.193 },
      { title: 'How fast now', factor: 0.957 }
    ],
    cases: [
      { id: 'post-7', value: 881 },
      { id: null, value: 40 }
    ],
    flags: [
      { name: 'few', text: 'Few cases.' },
      { name: 'far', text: 'It is far off.' }
    ]
  }
  expect(
    describe(
      kinds.map(kind => field(`/${kind}`, kind)),
      output
    )
  ).toEqual([
    ['text', 'en'],
    ['number', 'n1.5'],
    ['count', 'c7'],
    ['share', '50 %'],
    ['seconds', '60 s'],
    ['interval', 'n1 to n3'],
    ['ranking', 'en 75 %, de 25 %'],
    ['quantiles', '50 %: n2 to n4, 95 %: n1 to n5'],
    ['factors', 'How many so far ×2.2, How fast now ×0.96'],
    ['cases', 'n881 (post-7), n40 (id not stored)'],
    ['flags', 'Few cases. It is far off.']
  ])
  expect(describe([field('/flags', 'flags')], { flags: [] })).toEqual([])
})

test('returns the labels and shares of a ranking', () => {
  const ranking = [{ label: 'en', share: 1 }]
  const fields = [field('/ranking', 'ranking'), field('/text', 'text')]
  expect(describeAnswer(fields, { ranking, text: 'en' }, formats).map(each => each.ranking)).toEqual([
    ranking,
    null
  ])
})

test('skips an empty list of cases', () => {
  expect(describe([field('/cases', 'cases')], { cases: [] })).toEqual([])
  expect(
    describe([{ ...field('/cases', 'cases'), value: 'cost' }], { cases: [{ id: 'a', cost: 3 }] })
  ).toEqual([['cases', 'n3 (a)']])
})

test('skips a field that is null or absent, and reads nested and escaped names', () => {
  const fields = [
    field('/a/b', 'count'),
    field('/none', 'text'),
    field('/x/y', 'text'),
    field('/t~1~0', 'text'),
    field('/list/1', 'count'),
    field('/toString', 'text')
  ]
  const output = { a: { b: 2 }, none: null, 't/~': 'escaped', list: [1, 9] }
  expect(describe(fields, output)).toEqual([
    ['a/b', 'c2'],
    ['t~1~0', 'escaped'],
    ['list/1', 'c9']
  ])
})

test('writes true and false of a text as yes and no', () => {
  expect(describe([field('/a', 'text'), field('/b', 'text')], { a: true, b: false })).toEqual([
    ['a', 'yes'],
    ['b', 'no']
  ])
})

test('writes a value that is not of its declared kind as JSON', () => {
  const fields = [field('/a', 'count'), field('/a', 'text'), field('/b', 'interval'), field('/b', 'ranking')]
  expect(describe(fields, { a: 'x', b: { low: 1 } })).toEqual([
    ['a', '"x"'],
    ['a', 'x'],
    ['b', '{"low":1}'],
    ['b', '{"low":1}']
  ])
  expect(describe([field('/a', 'text')], { a: 3 })).toEqual([['a', '3']])
})
