import { Random } from '../../../../learners/random.ts'

/** Words that the rules of VADER treat specially, and others. */
const words = [
  ...'good great bad horrible love hate happy sad funny smart ugly terrible excellent kind doubt no NO No'.split(
    ' '
  ),
  ...'not never without least at very so this or nor but BUT the shit bomb ass bus stop yeah right'.split(
    ' '
  ),
  ...'kiss of death to die for beating heart broken sort just enough kinda kind-of sorta'.split(' '),
  ...'really REALLY extremely barely hardly VERY slightly more most GOOD BAD Great HATE'.split(' '),
  ...`isn't ISN'T don't cant can't won’t neither nothing despite rarely uh-uh aint`.split(' '),
  ...'the a film of people today table and it is we 10 2nd x ok lol LOL wtf :) :-( :D ;) <3 :P XD o.o'.split(
    ' '
  ),
  ...'😀 😂💔 ❤️ 👍🏽 😡! ©good ™ love😍 👩‍👩‍👧 🇳🇴 ¡good! «love» ǅabc ΣΑΣ İstanbul ßad ﬁne ªh Ⅷ'.split(' '),
  ...[
    '(good)',
    '"bad"',
    '...love...',
    'good,',
    'bad!!',
    'sad?!',
    '-_-',
    '--',
    '!',
    '???',
    '&amp;',
    '@anna',
    '#love',
    '$:',
    "'no'"
  ],
  ...[
    '\ud83d',
    '\ude00',
    '\ud83dgood',
    '\0',
    'go\0od',
    '\u202egood',
    '\ufeffbad',
    '\u200bgood',
    'ｇｏｏｄ',
    'K',
    'oK'
  ]
]
const spaces = [
  ' ',
  ' ',
  ' ',
  ' ',
  ' ',
  ' ',
  '  ',
  '\t',
  '\n',
  '\u00a0',
  '\u2003',
  '\x1c',
  '\x85',
  '\u3000',
  '',
  '\u200b'
]
const ends = ['', '', '', '.', '!', '!!', '!!!!!', '?', '??', '???', '????', '?!', ' ']

/** Texts in which every rule occurs with every other. */
export function drawTexts(seed: number, count: number): readonly string[] {
  const random = new Random(seed)
  const pick = (from: readonly string[]) => from[random.integer(from.length)]!
  return Array.from({ length: count }, () => {
    const length = random.integer(random.integer(4) === 0 ? 40 : 9)
    let text = ''
    for (let index = 0; index < length; index++) text += pick(words) + pick(spaces)
    return text + pick(ends)
  })
}
