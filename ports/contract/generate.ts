import { readFileSync, writeFileSync } from 'node:fs'
import openapiTypescript, { astToString } from 'openapi-typescript'
import { parse } from 'yaml'

/** Returns the files of ports/contract/generated/ for this openapi.yaml, by name. Cost: about a second. */
export async function generateContract(yaml: string): Promise<Readonly<Record<string, string>>> {
  const document = parse(yaml)
  const types = await openapiTypescript(document, { immutable: true, emptyObjectsUnknown: true })
  return {
    'types.ts': heading + astToString(types),
    'document.ts': `${heading}export const documentText =\n  ${quote(JSON.stringify(document))}\n`
  }
}

const heading = '// Generated from openapi.yaml by `npm run generate`.\n\n'

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

if (import.meta.main) {
  const root = new URL('../..', import.meta.url)
  const files = await generateContract(readFileSync(new URL('openapi.yaml', root), 'utf8'))
  for (const [name, text] of Object.entries(files))
    writeFileSync(new URL(`ports/contract/generated/${name}`, root), text)
}
