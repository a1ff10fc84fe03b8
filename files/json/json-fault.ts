/** Describes the fault of a text that is not JSON: 'line 3, column 7: expected a comma or a closing bracket'. */
export function describeJsonFault(text: string, firstLine = 1): string {
  const { at, expected } = findFault(text)
  let line = firstLine
  let lineStart = 0
  for (let end = text.indexOf('\n'); end >= 0 && end < at; end = text.indexOf('\n', end + 1)) {
    line++
    lineStart = end + 1
  }
  const code = text.codePointAt(at)
  const got =
    code === undefined ? ' (got the end)' : code > 0x20 ? ` (got '${String.fromCodePoint(code)}')` : ''
  return `line ${line}, column ${at - lineStart + 1}: expected ${expected}${got}`
}

interface JsonFault {
  readonly at: number
  readonly expected: string
}

const space = /[ \t\n\r]*/y
const literal = /(?:true|false|null)(?![\w$])/y
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w$.+-])/y

/** Finds the first fault. It uses its own stack, because deep nesting would overflow the call stack. */
function findFault(text: string): JsonFault {
  const closings: string[] = []
  let at = 0
  let wants: 'value' | 'first' | 'name' | 'next' = 'value'
  for (;;) {
    at = endOf(space, text, at) ?? at
    const char = text[at]
    const closing = closings.at(-1)
    if ((wants === 'next' || wants === 'first') && closing !== undefined && char === closing) {
      closings.pop()
      wants = 'next'
      at++
    } else if (wants === 'next') {
      if (closing === undefined) return { at, expected: 'the end of the text' }
      if (char !== ',') return { at, expected: `a comma or ${nameOf(closing)}` }
      wants = closing === '}' ? 'name' : 'value'
      at++
    } else if (wants === 'name' || (wants === 'first' && closing === '}')) {
      const orClosing = wants === 'first' ? ' or a closing brace' : ''
      if (char !== '"') return { at, expected: `a name in double quotes${orClosing}` }
      const end = readString(text, at)
      if (typeof end !== 'number') return end
      at = endOf(space, text, end) ?? end
      if (text[at] !== ':') return { at, expected: 'a colon' }
      wants = 'value'
      at++
    } else if (char === '{' || char === '[') {
      closings.push(char === '{' ? '}' : ']')
      wants = 'first'
      at++
    } else {
      const end = char === '"' ? readString(text, at) : (endOf(literal, text, at) ?? endOf(number, text, at))
      if (end === null)
        return { at, expected: wants === 'first' ? 'a value or a closing bracket' : 'a value' }
      if (typeof end !== 'number') return end
      wants = 'next'
      at = end
    }
  }
}

function endOf(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : null
}

/** The end of the string that begins at `start`. */
function readString(text: string, start: number): number | JsonFault {
  for (let at = start + 1; ; at++) {
    const char = text[at]
    if (char === '"') return at + 1
    if (char === undefined) return { at, expected: 'a closing quote' }
    if (char < ' ') return { at, expected: 'a closing quote, or an escape in place of the control character' }
    if (char !== '\\') continue
    const escaped = /^(?:["\\/bfnrt]|u[\da-fA-F]{4})/.exec(text.slice(at + 1, at + 6))
    if (!escaped) return { at, expected: 'a JSON escape (\\n, \\", \\u0041)' }
    at += escaped[0].length
  }
}

function nameOf(closing: string): string {
  return closing === '}' ? 'a closing brace' : 'a closing bracket'
}
