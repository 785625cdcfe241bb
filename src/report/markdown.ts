/** The report as Markdown, for a pull request or an investor. Text from files shows as it is and is never markup. */
import { Format, plain } from './markdown/format.ts';
import { funding } from './markdown/funding.ts';
import { confusion, curves, drift, lastRun, runs } from './markdown/model.ts';
import {
  compliance,
  feedback,
  goals,
  money,
  premortem,
  progress,
  risks,
  team,
  timeline,
} from './markdown/plans.ts';
import {
  type CardName,
  cardNames,
  type Figures,
  figuresOf,
  type Problem,
  type ReportModel,
} from './model.ts';

type Writers = {
  readonly [Name in CardName]: (figures: Figures<Name>, format: Format) => readonly string[];
};

const writers: Writers = {
  progress,
  money,
  timeline,
  goals,
  risks,
  team,
  lastRun,
  runs,
  curves,
  confusion,
  drift,
  funding,
  compliance,
  feedback,
  premortem,
};

/** A whole document; ends in a line end. Cards with nothing to show are left out. */
export function reportMarkdown(model: ReportModel): string {
  const format = new Format(model.language);
  const { project, today } = model;
  const task = plain(project.task);
  const lead =
    project.commit === ''
      ? format.say('lead', { task, day: today })
      : format.say('leadCommit', { task, day: today, commit: plain(project.commit) });
  const lines = [
    `# ${format.say('title', { name: plain(project.name) })}`,
    '',
    lead,
    ...cardNames.flatMap((name) => section(model, name, format)),
    ...faults(model, format),
  ];
  return `${lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`;
}

function section<Name extends CardName>(model: ReportModel, name: Name, format: Format): readonly string[] {
  const heading = ['', `## ${format.say(`section.${name}`)}`, ''];
  const figures = figuresOf(model, name);
  if (figures !== undefined) {
    return [...heading, ...writers[name](figures, format)];
  }
  const card: null | object = model[name];
  return card === null || !('problem' in card)
    ? []
    : [...heading, format.say('unread'), '', `- ${format.problem(card.problem as Problem)}`];
}

function faults({ faults: found }: ReportModel, format: Format): readonly string[] {
  return found.length === 0
    ? []
    : ['', `## ${format.say('faults')}`, '', ...found.map((fault) => `- ${format.problem(fault)}`)];
}
