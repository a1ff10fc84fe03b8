import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '../../web/style')

/** 'auto' follows the setting of the viewer. It works in SVG; a PNG needs 'light' or 'dark'. */
export type ThemeName = 'light' | 'dark' | 'auto'

const look = `.chart text{font-family:Inter,'Helvetica Neue',Helvetica,Arial,sans-serif}
.chart .headline{font-size:25px;font-weight:600}.chart .card{fill:var(--card)}`

/**
 * The style sheet of charts for a standalone picture. Many SVG viewers do not support CSS variables, so each variable is
 * replaced by its colour.
 */
export function styleSheet(name: ThemeName): string {
  const colours = readColours()
  const rules = `${look}\n${readFileSync(join(folder, 'chart.css'), 'utf8')}`
  const colour = (theme: 'light' | 'dark') =>
    rules.replaceAll(/var\(--(\w+)\)/g, (_, variable: string) => {
      const found = colours.get(variable)
      if (found === undefined) throw new Error(`web/style/base.css has no colour --${variable}`)
      return found[theme]
    })
  return name === 'auto'
    ? `${colour('light')}@media (prefers-color-scheme:dark){${colour('dark')}}`
    : colour(name)
}

function readColours(): ReadonlyMap<string, { readonly light: string; readonly dark: string }> {
  const base = readFileSync(join(folder, 'base.css'), 'utf8')
  const found = base.matchAll(/--(?<name>\w+): light-dark\((?<light>#\w+), (?<dark>#\w+)\)/g)
  return new Map(
    Array.from(found, ([, variable = '', light = '', dark = '']) => [variable, { light, dark }] as const)
  )
}
