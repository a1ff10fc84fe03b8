import ts from 'typescript'

interface Edit {
  readonly operator: string
  readonly start: number
  readonly end: number
  readonly after: string
}

const swapped: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [ts.SyntaxKind.LessThanToken, '<='],
  [ts.SyntaxKind.LessThanEqualsToken, '<'],
  [ts.SyntaxKind.GreaterThanToken, '>='],
  [ts.SyntaxKind.GreaterThanEqualsToken, '>'],
  [ts.SyntaxKind.EqualsEqualsEqualsToken, '!=='],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, '==='],
  [ts.SyntaxKind.AmpersandAmpersandToken, '||'],
  [ts.SyntaxKind.BarBarToken, '&&'],
  [ts.SyntaxKind.QuestionQuestionToken, '&&'],
  [ts.SyntaxKind.MinusToken, '+'],
  [ts.SyntaxKind.AsteriskToken, '/'],
  [ts.SyntaxKind.SlashToken, '*']
])
const swappedMethods: ReadonlyMap<string, string> = new Map([
  ['some', 'every'],
  ['every', 'some'],
  ['min', 'max'],
  ['max', 'min']
])
/** As Kysely takes them: `.where('state', '=', 'queued')`. */
const swappedInSql: ReadonlyMap<string, string> = new Map([
  ['=', '!='],
  ['!=', '='],
  ['<', '<='],
  ['<=', '<'],
  ['>', '>='],
  ['>=', '>'],
  ['is', 'is not'],
  ['is not', 'is'],
  ['in', 'not in'],
  ['not in', 'in']
])
/** What they say is for people. */
const unspoken = /^(log|logger|this\.#?log)\b/

/** Every place where one operator applies, in the order of the text. */
export function listEdits(source: ts.SourceFile): readonly Edit[] {
  const edits: Edit[] = []
  const add = (operator: string, node: ts.Node, after: string, start = node.getStart(source)) =>
    edits.push({ operator, start, end: node.getEnd(), after })

  function visit(node: ts.Node): void {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isInterfaceDeclaration(node)) return
    if (ts.isTypeAliasDeclaration(node) || ts.isThrowStatement(node)) return
    if (ts.isBinaryExpression(node)) visitBinary(node)
    else if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
      add('not', node, node.operand.getText(source))
    else if (node.kind === ts.SyntaxKind.TrueKeyword) add('boolean', node, 'false')
    else if (node.kind === ts.SyntaxKind.FalseKeyword) add('boolean', node, 'true')
    else if (ts.isNumericLiteral(node)) visitNumber(node)
    else if (ts.isIfStatement(node))
      for (const value of ['true', 'false']) add('condition', node.expression, value)
    else if (ts.isConditionalExpression(node)) add('condition', node.condition, 'false')
    else if (ts.isExpressionStatement(node)) visitStatement(node)
    else if (ts.isCallExpression(node)) visitCall(node)
    ts.forEachChild(node, visit)
  }

  function visitBinary({ operatorToken, left, right }: ts.BinaryExpression): void {
    const isText = [left, right].some(each => ts.isStringLiteralLike(each) || ts.isTemplateExpression(each))
    if (operatorToken.kind === ts.SyntaxKind.PlusToken && !isText) add('arithmetic', operatorToken, '-')
    const after = swapped.get(operatorToken.kind)
    if (after !== undefined) add('operator', operatorToken, after)
  }

  /** Limits and counts of one; a thousand more or less is seldom a fault. */
  function visitNumber(node: ts.NumericLiteral): void {
    if (node.text === '0') add('number', node, '1')
    if (node.text === '1') add('number', node, '0')
    if (node.text === '2') add('number', node, '1')
  }

  function visitStatement(node: ts.ExpressionStatement): void {
    const call = ts.isAwaitExpression(node.expression) ? node.expression.expression : node.expression
    if (ts.isCallExpression(call) && !unspoken.test(call.getText(source))) add('statement', node, ';')
  }

  function visitCall(node: ts.CallExpression): void {
    if (!ts.isPropertyAccessExpression(node.expression)) return
    const { name, expression } = node.expression
    const method = swappedMethods.get(name.text)
    if (method !== undefined) add('method', name, method)
    if (!/^(where|having|filter|on|onRef|whereRef)$/.test(name.text)) return
    add('filter', node, '', expression.getEnd())
    const [, operator] = node.arguments
    if (operator === undefined || !ts.isStringLiteral(operator)) return
    const other = swappedInSql.get(operator.text)
    if (other !== undefined) add('sql', operator, `'${other}'`)
  }

  visit(source)
  return edits.toSorted((a, b) => a.start - b.start)
}
