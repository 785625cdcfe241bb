/** Handlebars source to a template: checked on the way, so that none prints a value unescaped. Build time only. */
import Handlebars from 'handlebars';
import { type ListName, listMembers, printers, type TextName, textNames } from './helpers.ts';
import type { Condition, Part, Template } from './template.ts';

/**
 * Throws a SyntaxError that names `file` and the line where the source is not Handlebars, or does anything but
 * `{{format value}}`, `{{days n}}`, `{{#if value}}`, `{{#if (eq value "text")}}` and `{{#if (has list "member")}}`.
 */
export function compileTemplate(source: string, file: string): Template {
  let program: hbs.AST.Program;
  try {
    program = Handlebars.parse(source);
  } catch (error) {
    throw new SyntaxError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return templateOf(program, file);
}

type Fail = (reason: string) => never;

function templateOf(program: hbs.AST.Program, file: string): Template {
  return program.body.flatMap((statement): Template => {
    const fail: Fail = (reason) => {
      throw new SyntaxError(`${file}:${statement.loc.start.line}: ${reason}`);
    };
    switch (statement.type) {
      case 'CommentStatement':
        return [];
      case 'ContentStatement':
        return [(statement as hbs.AST.ContentStatement).value];
      case 'MustacheStatement':
        return [printed(statement as hbs.AST.MustacheStatement, fail)];
      case 'BlockStatement': {
        const block = statement as hbs.AST.BlockStatement;
        // The parser leaves `inverse` out where there is no {{else}}, whatever its types say.
        const inverse = block.inverse as hbs.AST.Program | undefined;
        return [
          {
            when: conditionOf(block, fail),
            yields: templateOf(block.program, file),
            otherwise: inverse ? templateOf(inverse, file) : [],
          },
        ];
      }
      default:
        return fail(`${statement.type} is not allowed`);
    }
  });
}

function printed(statement: hbs.AST.MustacheStatement, fail: Fail): Part {
  const name = nameOf(statement.path);
  if (name !== 'days' && !Object.hasOwn(printers, name)) {
    fail(`{{${name}}} prints a value unescaped; name a format: ${Object.keys(printers).join(', ')}`);
  }
  const [parameter, ...rest] = statement.params;
  if (!parameter || rest.length > 0 || statement.hash) {
    fail(`{{${name}}} takes one value`);
  }
  if (name !== 'days') {
    return { print: name, value: textName(parameter, fail) };
  }
  const count = parameter.type === 'NumberLiteral' ? (parameter as hbs.AST.NumberLiteral).value : Number.NaN;
  return Number.isInteger(count) ? { days: count } : fail('{{days}} takes a whole number');
}

function conditionOf(block: hbs.AST.BlockStatement, fail: Fail): Condition {
  const name = nameOf(block.path);
  const [parameter, ...rest] = block.params;
  if ((name !== 'if' && name !== 'unless') || !parameter || rest.length > 0 || block.hash) {
    fail(`{{#${name}}} is not allowed; use a layer, or {{#if}}`);
  }
  const condition: Condition =
    parameter.type === 'SubExpression'
      ? testOf(parameter as hbs.AST.SubExpression, fail)
      : { given: textName(parameter, fail) };
  return name === 'if' ? condition : { not: condition };
}

function testOf(test: hbs.AST.SubExpression, fail: Fail): Condition {
  const [left, right, ...rest] = test.params;
  const name = nameOf(test.path);
  if ((name !== 'eq' && name !== 'has') || !left || right?.type !== 'StringLiteral' || rest.length > 0) {
    fail('Only (eq value "text") and (has list "member") are allowed as a condition');
  }
  const { value } = right as hbs.AST.StringLiteral;
  if (name === 'eq') {
    return { value: textName(left, fail), is: value };
  }
  const list = listName(left, fail);
  if (!listMembers[list].includes(value)) {
    fail(`“${value}” is never in ${list}; it may hold ${listMembers[list].join(', ')}`);
  }
  return { list, has: value };
}

function textName(expression: hbs.AST.Expression, fail: Fail): TextName {
  const name = nameOf(expression);
  return (
    textNames.find((known) => known === name) ??
    fail(`“${name}” is not a value; there are ${textNames.join(', ')}`)
  );
}

function listName(expression: hbs.AST.Expression, fail: Fail): ListName {
  const name = nameOf(expression);
  const names = Object.keys(listMembers) as ListName[];
  return (
    names.find((known) => known === name) ?? fail(`“${name}” is not a list; there are ${names.join(', ')}`)
  );
}

function nameOf(expression: hbs.AST.Node): string {
  return 'original' in expression ? String(expression.original) : expression.type;
}
