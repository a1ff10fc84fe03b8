/** The colours of a picture, by what they stand for. */
export interface Theme {
  readonly paper: string
  readonly ink: string
  readonly muted: string
  readonly grid: string
  readonly seen: string
  readonly forecast: string
  readonly truth: string
}

export const themes = {
  light: {
    paper: '#ffffff',
    ink: '#16202c',
    muted: '#5b6b7d',
    grid: '#e4e9ef',
    seen: '#1668a8',
    forecast: '#d9480f',
    truth: '#3f4b59'
  },
  dark: {
    paper: '#0f151d',
    ink: '#eef3f8',
    muted: '#93a3b5',
    grid: '#243040',
    seen: '#67b7f7',
    forecast: '#ff9d4d',
    truth: '#c3cedb'
  }
} as const satisfies Readonly<Record<string, Theme>>

/** 'auto' follows the reader's setting: for a page; a PNG needs one or the other. */
export type ThemeName = keyof typeof themes | 'auto'

const family = "Inter, 'Helvetica Neue', Helvetica, Arial, sans-serif"

/** The style sheet of a picture. */
export function styleSheet(name: ThemeName): string {
  const base = name === 'dark' ? themes.dark : themes.light
  const sheet = `text{font-family:${family};font-size:13px}
.title{font-size:25px;font-weight:600}.value{font-size:21px;font-weight:600}.bold{font-weight:600}
.panel{font-size:14px;font-weight:600}.end{text-anchor:end}.middle{text-anchor:middle}
.line{fill:none;stroke-linejoin:round;stroke-linecap:round}${colourRules(base)}`
  return name === 'auto' ? `${sheet}@media (prefers-color-scheme:dark){${colourRules(themes.dark)}}` : sheet
}

function colourRules(theme: Theme): string {
  const rules = Object.entries(theme).map(
    ([role, colour]) => `.${role}{fill:${colour}}.${role}-line{stroke:${colour}}`
  )
  return rules.join('')
}
