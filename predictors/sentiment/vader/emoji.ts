import { emoji } from './generated/emoji.ts'

let descriptions: ReadonlyMap<string, string> | undefined

/** Replaces each emoji with its description, as VADER does: with a space before it, and none after it. */
export function describeEmoji(text: string): string {
  if (!/[^ -~]/.test(text)) return text
  descriptions ??= readDescriptions()
  let described = ''
  let isAfterSpace = true
  for (const character of text) {
    const description = descriptions.get(character)
    if (description === undefined) {
      described += character
      isAfterSpace = character === ' '
    } else {
      described += isAfterSpace ? description : ` ${description}`
      isAfterSpace = false
    }
  }
  return described
}

function readDescriptions(): ReadonlyMap<string, string> {
  return new Map(
    emoji.split('\n').map(line => {
      const space = line.indexOf(' ')
      return [String.fromCodePoint(Number.parseInt(line.slice(0, space), 36)), line.slice(space + 1)]
    })
  )
}
