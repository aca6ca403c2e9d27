import ts from 'typescript';

type Path = readonly (string | number)[];

/**
 * The line (from 1) on which the value at a path stands in a JSON text; where the path leads to
 * nothing, the line of the object that lacks it.
 */
export function lineOf(text: string, path: Path): number {
  const file = ts.parseJsonText('environments.json', text);
  let node: ts.Node | undefined = file.statements[0]?.expression;
  let found = node;
  for (const step of path) {
    node = node && child(node, step);
    if (!node) break;
    found = node;
  }
  const start = found ? found.getStart(file) : 0;
  return file.getLineAndCharacterOfPosition(start).line + 1;
}

function child(node: ts.Node, step: string | number): ts.Node | undefined {
  if (ts.isArrayLiteralExpression(node)) return node.elements[Number(step)];
  if (!ts.isObjectLiteralExpression(node)) return undefined;
  return node.properties
    .filter(ts.isPropertyAssignment)
    .find(({ name }) => ts.isStringLiteral(name) && name.text === step)?.initializer;
}
