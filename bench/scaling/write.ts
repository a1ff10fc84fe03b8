import { readFileSync, writeFileSync } from 'node:fs'
import { renderScaling } from './render.ts'

// Updates the measured part of the page after a new measurement of costs.json.
const page = new URL('../../docs/SCALING.md', import.meta.url)
const text = readFileSync(page, 'utf8')
const [begin, end] = ['<!-- measured -->\n', '<!-- end -->'].map(mark => text.indexOf(mark) + mark.length)
const after = text.slice(end! - '<!-- end -->'.length)
writeFileSync(page, `${text.slice(0, begin)}\n${renderScaling()}\n\n${after}`)
