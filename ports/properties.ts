/** Headers and other properties of a message: JSON values and bytes. */
type Properties = Readonly<Record<string, unknown>>

/** Writes properties as JSON text; bytes are kept exactly. */
export function writeProperties(properties: Properties): string {
  return JSON.stringify(properties, function (this: Record<string, unknown>, key, value) {
    const own = this[key]
    return own instanceof Uint8Array ? { $bytes: Buffer.from(own).toString('base64') } : value
  })
}

/** Reads the text of `writeProperties`. */
export function readProperties(text: string): Properties {
  return JSON.parse(text, (_, value) => (isBytes(value) ? Buffer.from(value.$bytes, 'base64') : value))
}

function isBytes(value: unknown): value is { readonly $bytes: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length === 1 &&
    '$bytes' in value &&
    typeof value.$bytes === 'string'
  )
}
