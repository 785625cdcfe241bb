/** Handlebars source to a JavaScript template: checked first, so that no template prints a value unescaped. */
import Handlebars from 'handlebars';
import { listMembers, printers, tests, valueNames } from './helpers.ts';

const options = {
  noEscape: true,
  strict: true,
  knownHelpersOnly: true,
  knownHelpers: Object.fromEntries(
    [...Object.keys(printers), ...Object.keys(tests)].map((name) => [name, true]),
  ),
} as const;

/**
 * The JavaScript of a template, an object literal that `Handlebars.template` takes. Throws a SyntaxError that names
 * `file` and the line where the source is not Handlebars, or does anything but `{{format value}}`, `{{days n}}`,
 * `{{#if value}}`, `{{#if (eq value "text")}}` and `{{#if (has list "member")}}`.
 */
export function compileTemplate(source: string, file: string): string {
  let program: hbs.AST.Program;
  try {
    program = Handlebars.parse(source);
  } catch (error) {
    throw new SyntaxError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  checkProgram(program, file);
  return String(Handlebars.precompile(program, options));
}

type Fail = (reason: string) => never;

function checkProgram(program: hbs.AST.Program, file: string): void {
  for (const statement of program.body) {
    const fail: Fail = (reason) => {
      throw new SyntaxError(`${file}:${statement.loc.start.line}: ${reason}`);
    };
    switch (statement.type) {
      case 'ContentStatement':
      case 'CommentStatement':
        break;
      case 'MustacheStatement':
        checkPrinter(statement as hbs.AST.MustacheStatement, fail);
        break;
      case 'BlockStatement': {
        const block = statement as hbs.AST.BlockStatement;
        checkBlock(block, fail);
        checkProgram(block.program, file);
        // The parser leaves `inverse` out where there is no {{else}}, whatever its types say.
        if (block.inverse as hbs.AST.Program | undefined) {
          checkProgram(block.inverse, file);
        }
        break;
      }
      default:
        fail(`${statement.type} is not allowed`);
    }
  }
}

function checkPrinter(statement: hbs.AST.MustacheStatement, fail: Fail): void {
  const name = nameOf(statement.path);
  if (!Object.hasOwn(printers, name)) {
    fail(`{{${name}}} prints a value unescaped; name a format: ${Object.keys(printers).join(', ')}`);
  }
  const [parameter, ...rest] = statement.params;
  if (!parameter || rest.length > 0 || statement.hash) {
    fail(`{{${name}}} takes one value`);
  }
  if (name === 'days') {
    if (parameter.type !== 'NumberLiteral') {
      fail('{{days}} takes a number');
    }
    return;
  }
  checkValue(parameter, fail);
}

function checkBlock(block: hbs.AST.BlockStatement, fail: Fail): void {
  const name = nameOf(block.path);
  const [parameter, ...rest] = block.params;
  if ((name !== 'if' && name !== 'unless') || !parameter || rest.length > 0) {
    fail(`{{#${name}}} is not allowed; use a layer, or {{#if}}`);
  }
  if (parameter.type !== 'SubExpression') {
    checkValue(parameter, fail);
    return;
  }
  const test = parameter as hbs.AST.SubExpression;
  const [left, right] = test.params;
  if (
    !Object.hasOwn(tests, nameOf(test.path)) ||
    !left ||
    right?.type !== 'StringLiteral' ||
    test.params.length !== 2
  ) {
    fail('Only (eq value "text") and (has list "member") are allowed as a condition');
  }
  if (nameOf(test.path) === 'has') {
    checkMember(left, (right as hbs.AST.StringLiteral).value, fail);
  } else {
    checkValue(left, fail);
  }
}

function checkMember(expression: hbs.AST.Expression, member: string, fail: Fail): void {
  const name = nameOf(expression);
  const members = Object.hasOwn(listMembers, name) ? listMembers[name] : undefined;
  if (!members) {
    fail(`“${name}” is not a list; there are ${Object.keys(listMembers).join(', ')}`);
  }
  if (!members.includes(member)) {
    fail(`“${member}” is never in ${name}; it may hold ${members.join(', ')}`);
  }
}

function checkValue(expression: hbs.AST.Expression, fail: Fail): void {
  const name = nameOf(expression);
  if (!valueNames.some((value) => value === name)) {
    fail(`“${name}” is not a value; there are ${valueNames.join(', ')}`);
  }
}

function nameOf(expression: hbs.AST.Node): string {
  return 'original' in expression ? String(expression.original) : expression.type;
}
