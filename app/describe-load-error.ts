/** What is wrong and, for an error that Node shows with an excerpt of the file, where: the file, the line and the column. */
export function describeLoadError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const [, file, line, excerpt = ''] = /^(.+):(\d+)\n((?:.*\n)*? *\^)/.exec(error.stack ?? '') ?? []
  if (file === undefined) return error.message
  const column = excerpt.length - excerpt.lastIndexOf('\n') - 1
  return `${error.message} (${file}, line ${line}, column ${column})`
}
