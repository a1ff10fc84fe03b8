import ts from 'typescript'

/** Code that runs as a whole once it is entered: a block, a clause of a switch, the body of an arrow function. */
interface Block {
  readonly start: number
  readonly end: number
  /** An expression has no statements: its marker goes before a comma. */
  readonly isExpression: boolean
}

/** The innermost block around a place of a file, by its start; 0 is the module itself. */
export function findBlock(source: ts.SourceFile, start: number, end: number): number {
  const around = listBlocks(source).filter(block => block.start <= start && end <= block.end)
  return Math.max(0, ...around.map(block => block.start))
}

/** The same code, which calls `mark(start)` whenever it enters a block. No line changes its number. */
export function markBlocks(source: ts.SourceFile, importOfMark: string, mark: (start: number) => string) {
  const inserts = listBlocks(source).flatMap(({ start, end, isExpression }) =>
    isExpression
      ? [
          { at: start, text: `(${mark(start)}, ` },
          { at: end, text: ')' }
        ]
      : [{ at: start, text: ` ${mark(start)}; ` }]
  )
  const marked = inserts
    .toSorted((a, b) => b.at - a.at)
    .reduce((text, { at, text: insert }) => text.slice(0, at) + insert + text.slice(at), source.text)
  return `${marked}\n${importOfMark}\n${mark(0)}\n`
}

function listBlocks(source: ts.SourceFile): readonly Block[] {
  const blocks: Block[] = []
  function visit(node: ts.Node): void {
    if (ts.isBlock(node))
      blocks.push({ start: node.getStart(source) + 1, end: node.getEnd(), isExpression: false })
    if (ts.isCaseOrDefaultClause(node) && node.statements[0])
      blocks.push({ start: node.statements[0].getStart(source), end: node.getEnd(), isExpression: false })
    if (ts.isArrowFunction(node) && !ts.isBlock(node.body))
      blocks.push({ start: node.body.getStart(source), end: node.body.getEnd(), isExpression: true })
    ts.forEachChild(node, visit)
  }
  visit(source)
  return blocks
}
