/**
 * What the extension host and its webviews say to each other. This and `l10n.ts` are the only files of
 * `src/` that `webview/` imports. Every message is parsed with zod on arrival, in both directions.
 *
 * Text marked "rich" may hold `code` in backticks and **bold**, nothing else; the webview escapes the rest.
 */
import * as z from 'zod/mini';

const id = z.string().check(z.regex(/^[0-9A-Z]+(\.[0-9]+)*$/));
const isoDate = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));
/** A path inside the project, POSIX separators. The host checks that it stays inside before it opens it. */
const projectPath = z.string().check(z.minLength(1), z.maxLength(1024));
const count = z.number().check(z.int(), z.nonnegative());

export const stepStateSchema = z.enum(['todo', 'doing', 'done', 'skipped']);

export const filterSchema = z.enum(['all', 'open', 'mine', 'overdue', 'confirm']);

/** What a file of the repository says about a step. `says` is rich and already in the language of the view. */
export const evidenceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('proposed'), file: projectPath, says: z.string(), at: z.nullable(z.string()) }),
  z.object({ kind: z.literal('stale'), file: projectPath, says: z.string(), at: z.nullable(z.string()) }),
  z.object({ kind: z.literal('missing'), file: projectPath, says: z.string() }),
  z.object({ kind: z.literal('invalid'), file: projectPath, line: count, says: z.string() }),
]);

/** The one thing a primary button does. `run` names the command line that will be run as a task. */
export const actionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('accept') }),
  z.object({
    kind: z.literal('run'),
    command: z.string(),
    label: z.string(),
    /** Place of the command in the step's `commands`; 0 where it is left out. */
    index: z.optional(count),
  }),
  z.object({ kind: z.literal('open'), file: projectPath, line: z.optional(count) }),
]);

export const stepSchema = z.object({
  id,
  title: z.string(),
  state: stepStateSchema,
  owner: z.string(),
  /** '' where none is set. */
  due: z.union([isoDate, z.literal('')]),
  /** Whole days past `due`, 0 where not late or not open any more. */
  overdueDays: count,
  note: z.string(),
  /** Why it was skipped; '' otherwise. */
  reason: z.string(),
  /** Evidence; null where the step is done or skipped and nothing is stale or unreadable, or where none applies. */
  evidence: z.nullable(evidenceSchema),
  /** Ticked or accepted within the last 10 s: the row shows "Done · Undo". */
  justDone: z.boolean(),
  /** The filter shows it. */
  shown: z.boolean(),
});

export const sectionSchema = z.object({ id, title: z.string(), steps: z.array(stepSchema) });

export const checklistSchema = z.object({
  state: z.literal('checklist'),
  trusted: z.boolean(),
  project: z.object({ id: z.string(), name: z.string(), switchable: z.boolean() }),
  /** The chapters of the sections, in order; empty where there is but one, which then has no heading. */
  chapters: z.array(z.object({ id, title: z.string() })),
  sections: z.array(sectionSchema),
  /** Skipped steps are not in `all`. */
  done: count,
  all: count,
  skipped: count,
  doing: count,
  toConfirm: count,
  next: z.nullable(z.object({ id, reason: z.string(), action: actionSchema })),
  /** `shown` of `of` steps pass; `noUser`: git has no name for the person, so that nothing is known to be theirs. */
  filter: z.object({ kind: filterSchema, shown: count, of: count, noUser: z.boolean() }),
  /** The change of several steps that was made within the last 10 s, such as "accept 7 steps"; '' for none. */
  undo: z.string(),
  singleKeys: z.boolean(),
});

export const sidebarModelSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('loading') }),
  z.object({ state: z.literal('none') }),
  z.object({ state: z.literal('updated') }),
  z.object({
    state: z.literal('chooser'),
    projects: z.array(
      z.object({ id: z.string(), name: z.string(), path: z.string(), done: count, all: count }),
    ),
  }),
  z.object({
    state: z.literal('broken'),
    project: z.object({ id: z.string(), name: z.string(), switchable: z.boolean() }),
    file: projectPath,
    line: count,
    cause: z.string(),
    conflict: z.boolean(),
  }),
  checklistSchema,
]);

/** What an opened step shows beside what its row has. Sent when the step is opened and again when it changes. */
export const stepDetailSchema = z.object({
  id,
  /** HTML of our own guide, made at build time: the opening of the section and "What to do". */
  guide: z.string(),
  /** The rest of the section ("How your project does it", "What goes wrong"), shown folded. */
  more: z.string(),
  /** HTML: the list under "Done when". */
  doneWhen: z.string(),
  files: z.array(z.object({ path: projectPath, exists: z.boolean() })),
  /** Whole command lines, in the order in which they are run. */
  commands: z.array(z.object({ command: z.string(), label: z.string() })),
  /** From git, newest first. `what` is in the language of the view. */
  history: z.array(z.object({ at: z.string(), by: z.string(), what: z.string() })),
});

const headingSchema = z.object({ id, title: z.string() });

export const guidePageSchema = z.object({
  /** Id of the section that the page shows, such as 5.2. */
  id,
  title: z.string(),
  chapter: z.object({ id, title: z.string() }),
  /** HTML of our own guide, made at build time. */
  html: z.string(),
  /** The points on the page, each with the step that it belongs to and how that stands. */
  points: z.array(
    z.object({
      id,
      title: z.string(),
      step: z.nullable(
        z.object({
          state: stepStateSchema,
          owner: z.string(),
          due: z.string(),
          evidence: z.nullable(evidenceSchema),
          files: z.array(z.object({ path: projectPath, exists: z.boolean() })),
          commands: z.array(z.object({ command: z.string(), label: z.string() })),
          report: z.nullable(projectPath),
        }),
      ),
    }),
  ),
  /** On the page that opens a chapter, its sections. Skipped steps are not in `all`; without a project it is 0. */
  sections: z.array(z.object({ id, title: z.string(), done: count, all: count })),
  /** What the headings are called that links on the page lead to, and how their text begins. */
  targets: z.array(z.object({ id, title: z.string(), opening: z.string() })),
  related: z.object({
    /** Headings of other pages that lead here. */
    from: z.array(headingSchema),
    /** Steps that the page explains. */
    steps: z.array(headingSchema),
    files: z.array(projectPath),
    /** `id` and `index` say where the definition has the command. */
    commands: z.array(z.object({ id, index: count, command: z.string() })),
  }),
  previous: z.nullable(headingSchema),
  next: z.nullable(headingSchema),
  /** Where the person has been before this page, and where they came back from. */
  back: z.nullable(headingSchema),
  forward: z.nullable(headingSchema),
  /** Where reading broke off the last time, on this page or below it. */
  resume: z.nullable(headingSchema),
  /** Files can be opened and commands run: there is a project and it is trusted. */
  live: z.boolean(),
  /** Heading to scroll to once shown; '' leaves the position. */
  anchor: z.string(),
});

/** Evidence is listed before overdue; at most five are shown. */
export const nextActionSchema = z.object({
  id,
  title: z.string(),
  kind: z.enum(['stale', 'proposed', 'invalid', 'overdue']),
  says: z.string(),
  action: z.union([actionSchema, z.object({ kind: z.literal('show') })]),
});

/** A section at a glance: of thousands of steps, each says no more than the page shows. */
const glanceSchema = z.object({
  id,
  title: z.string(),
  steps: z.array(
    z.object({
      id,
      title: z.string(),
      state: stepStateSchema,
      evidence: z.nullable(z.enum(['proposed', 'stale', 'missing', 'invalid'])),
    }),
  ),
});

const problemSchema = z.object({ problem: z.object({ file: projectPath, line: count, says: z.string() }) });

export const progressModelSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('loading') }),
  z.object({ state: z.literal('none') }),
  z.object({ state: z.literal('broken'), file: projectPath, line: count, cause: z.string() }),
  z.object({
    state: z.literal('progress'),
    trusted: z.boolean(),
    project: z.object({ id: z.string(), name: z.string(), task: z.string(), updated: z.string() }),
    done: count,
    all: count,
    skipped: count,
    toConfirm: count,
    /** Titles or ids of what is late: steps, then milestones. */
    overdue: z.array(z.string()),
    milestone: z.union([
      z.null(),
      problemSchema,
      z.object({ title: z.string(), date: isoDate, days: z.number().check(z.int()) }),
    ]),
    /** Days are ISO dates. Each series holds its value from that day on. `plan` is null without a timeline. */
    burnup: z.nullable(
      z.object({
        done: z.array(z.object({ day: isoDate, steps: count })),
        scope: z.array(z.object({ day: isoDate, steps: count })),
        plan: z.nullable(z.array(z.object({ day: isoDate, steps: z.number() }))),
        today: isoDate,
        /** Steps ahead (+) or behind (−) the plan; null without a plan. */
        ahead: z.nullable(z.number()),
        /** When the last step is done at the pace so far; null where the pace is 0. */
        finish: z.nullable(isoDate),
      }),
    ),
    actions: z.array(nextActionSchema),
    chapters: z.array(z.object({ id, title: z.string(), sections: z.array(glanceSchema) })),
    /** The command that makes the first run, with the step that has it and its place there. */
    runCommand: z.nullable(z.object({ id, index: count, command: z.string(), label: z.string() })),
  }),
]);

export const toHostSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('tick'), id, done: z.boolean() }),
  /** The host asks for the reason where the state is `skipped`. */
  z.object({ type: z.literal('setState'), id, state: stepStateSchema }),
  z.object({ type: z.literal('accept'), id }),
  z.object({ type: z.literal('undo') }),
  z.object({
    type: z.literal('edit'),
    id,
    field: z.enum(['owner', 'due', 'note']),
    value: z.string().check(z.maxLength(4000)),
  }),
  z.object({ type: z.literal('openStep'), id }),
  z.object({ type: z.literal('closeStep'), id }),
  z.object({ type: z.literal('openFile'), file: projectPath, line: z.optional(count) }),
  z.object({ type: z.literal('openGuide'), id }),
  z.object({ type: z.literal('showStep'), id }),
  /** `id` and the place of the command in the step's `commands`: the host looks the text up, never runs what it is sent. */
  z.object({ type: z.literal('run'), id, index: count }),
  z.object({ type: z.literal('copyCommand'), id, index: count }),
  z.object({ type: z.literal('copyLink'), id }),
  z.object({ type: z.literal('chooseProject'), id: z.string() }),
  z.object({
    type: z.literal('command'),
    name: z.enum([
      'newProject',
      'openFolder',
      'openGuide',
      'openProgress',
      'manageTrust',
      'mergeProgress',
      'reloadWindow',
      'chooseProject',
      'showAllSteps',
      'exportReport',
    ]),
  }),
  /** Where the person has come to rest on a page of the guide: the heading being read, and pixels from the top. */
  z.object({
    type: z.literal('place'),
    section: id,
    heading: z.union([id, z.literal('')]),
    scroll: z.number(),
  }),
  z.object({ type: z.literal('turn'), by: z.union([z.literal(-1), z.literal(1)]) }),
  /** Go on reading where the page says that it broke off. */
  z.object({ type: z.literal('resume') }),
  z.object({ type: z.literal('exportSection'), id }),
  z.object({ type: z.literal('search'), query: z.string().check(z.maxLength(200)) }),
]);

/** Start and end of what a search has found in a text. */
const markSchema = z.tuple([count, count]);

export const toViewSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('sidebar'), model: sidebarModelSchema }),
  z.object({ type: z.literal('detail'), detail: stepDetailSchema }),
  z.object({ type: z.literal('progress'), model: progressModelSchema }),
  /** A `ReportModel`: the one page that shows it parses it, so that the others need not load its schema. */
  z.object({ type: z.literal('report'), model: z.unknown() }),
  /** `scroll` is where the person last was on this page: to go to in a view that is made anew, or with `restore`. */
  z.object({
    type: z.literal('guide'),
    page: guidePageSchema,
    scroll: z.number(),
    restore: z.boolean(),
  }),
  z.object({
    type: z.literal('results'),
    query: z.string(),
    /** How many there are; only the best ones are sent. */
    total: count,
    results: z.array(
      z.object({
        id,
        title: z.string(),
        /** Title of the page that holds it; '' where it is the page. */
        page: z.string(),
        line: z.string(),
        marks: z.object({ title: z.array(markSchema), line: z.array(markSchema) }),
      }),
    ),
  }),
  /** Open the section, open the step and move focus to it. */
  z.object({ type: z.literal('reveal'), id }),
  z.object({ type: z.literal('collapseAll') }),
  z.object({ type: z.literal('saved'), id }),
  /** What was done, for the status region, in the language of the view. */
  z.object({ type: z.literal('said'), message: z.string() }),
  /** A change that could not be made: said beside its step, in the language of the view. */
  z.object({ type: z.literal('failed'), id: z.nullable(id), message: z.string() }),
]);

export type StepState = z.infer<typeof stepStateSchema>;
export type Filter = z.infer<typeof filterSchema>;
export type Evidence = z.infer<typeof evidenceSchema>;
export type Action = z.infer<typeof actionSchema>;
export type Step = z.infer<typeof stepSchema>;
export type Section = z.infer<typeof sectionSchema>;
export type ChecklistModel = z.infer<typeof checklistSchema>;
export type SidebarModel = z.infer<typeof sidebarModelSchema>;
export type StepDetail = z.infer<typeof stepDetailSchema>;
export type GuidePage = z.infer<typeof guidePageSchema>;
export type NextAction = z.infer<typeof nextActionSchema>;
export type Glance = z.infer<typeof glanceSchema>;
export type ProgressModel = z.infer<typeof progressModelSchema>;
export type ToHost = z.infer<typeof toHostSchema>;
export type ToView = z.infer<typeof toViewSchema>;
