/** Whether a project's files are at fault, as its report tells it. */
import { cardNames, type Problem, type ReportModel } from './model.ts';

/** Every file that cannot be read and everything that does not fit together, each once. */
export function problemsOf(model: ReportModel): readonly Problem[] {
  const cards = cardNames.flatMap((name) => {
    const card = model[name];
    if (card === null) {
      return [];
    }
    return 'problem' in card ? [card.problem] : 'problems' in card ? card.problems : [];
  });
  const found = new Map<string, Problem>();
  for (const { file, line, says } of [...cards, ...model.faults]) {
    found.set(JSON.stringify([file, line, says]), { file, line, says });
  }
  return [...found.values()];
}
