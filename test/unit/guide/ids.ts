/** Every id that the guide has had from its first plan on. Links, headings and progress files hold them: they stay. */

/** Points of each section, counted from 1. */
const points: Readonly<Record<string, number>> = {
  ...{ '1.1': 0, '1.2': 0, '1.3': 4 },
  ...{ '2.1': 2, '2.1.1': 4, '2.1.2': 3, '2.2': 6, '2.3': 4, '2.4': 4, '2.5': 8 },
  ...{ '3.1': 5, '3.2': 4, '3.3': 3, '3.4': 3 },
  ...{ '4.1': 3, '4.2': 3, '4.3': 3, '4.4': 3, '4.5': 3 },
  ...{ '5.1': 3, '5.2': 4, '5.3': 5, '5.4': 4, '5.5': 4 },
  ...{ '6.1': 3, '6.2': 4, '6.3': 4, '6.4': 4, '6.5': 4 },
  ...{ '7.1': 4, '7.2': 4, '7.3': 4, '7.4': 4 },
  ...{ '8.1': 5, '8.2': 5, '8.3': 5, '8.4': 5 },
  ...{ '9.1': 5, '9.2': 5, '9.3': 5, '9.4': 5 },
  ...{ 'A.1': 6, 'A.2': 7, 'A.3': 7 },
};

export const chapterIds: readonly string[] = [
  ...new Set(Object.keys(points).map((id) => id.split('.', 1)[0] ?? '')),
];

export const sectionIds: readonly string[] = Object.keys(points).filter((id) => id.split('.').length === 2);

/** The ids below a section, in the order of the page. */
export function pointIds(section: string): readonly string[] {
  return Array.from({ length: points[section] ?? 0 }, (_, index) => `${section}.${index + 1}`).flatMap(
    (id) => [id, ...pointIds(id)],
  );
}

/** Chapters whose points are steps of the checklist. */
export const stepChapters: readonly string[] = ['3', '4', '5', '6', '7', '9'];
