/** Host of the Guide panel. */
import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { StepStatus } from '../checklist/overview.ts';
import { pageOf, pagesOf } from '../guide/load.ts';
import {
  nameOf,
  neighbor,
  noTrail,
  note,
  type Place,
  placeOf,
  resume,
  type Trail,
  trailSchema,
  turn,
  visit,
} from '../guide/trail.ts';
import { message } from '../project/words.ts';
import { existing } from './details.ts';
import { type GuideProject, guidePage, resultsModel } from './guide-model.ts';
import type { Hub } from './hub.ts';
import { Panel } from './panel.ts';
import type { GuidePage, ToHost, ToView } from './protocol.ts';

const keptSchema = z.looseObject({ section: z.optional(z.string()) });
const trailKey = 'guideTrail';

export class GuidePanel extends Panel {
  /** Page that is shown; '' before the first one. */
  private section = '';
  /** Heading to scroll to with the next page that is sent. */
  private anchor = '';
  /** The next page that is sent goes to where the person was on it. */
  private restoring = false;
  /** Where reading could go on, for whoever has just come to the top of a page. */
  private offer: Place | undefined;
  private trail: Trail;
  private readonly shown = new vscode.EventEmitter<string>();
  /** The heading or page that has come on screen. */
  readonly onDidShow = this.shown.event;

  constructor(hub: Hub) {
    super(hub, 'guide');
    this.trail = trailSchema.safeParse(hub.context.workspaceState.get(trailKey)).data ?? noTrail;
    hub.context.subscriptions.push(this.shown);
  }

  /** Id of the page on screen; '' where the panel is not open. */
  get page(): string {
    return this.panel === undefined ? '' : this.section;
  }

  /** Shows the page that holds `id`, at that heading; without one, where reading broke off, or the first page. */
  async show(id: string): Promise<void> {
    const page = pageOf(await this.hub.guide(), id);
    if (page !== undefined) {
      await this.go(page.id, id);
    } else if (this.section === '') {
      this.section = placeOf(this.trail)?.page ?? '';
    }
    await this.open();
    this.shown.fire(page === undefined ? this.section : id);
  }

  /**
   * Takes over a tab of an earlier window; `kept` is what the page had remembered. The editor writes that down once a
   * minute in a browser, so that our own note of the place is the newer one.
   */
  async restore(panel: vscode.WebviewPanel, kept: unknown): Promise<void> {
    const parsed = keptSchema.safeParse(kept);
    this.section = placeOf(this.trail)?.page ?? (parsed.success ? parsed.data.section : undefined) ?? '';
    await this.adopt(panel);
    this.shown.fire(this.section);
  }

  private async go(page: string, heading: string): Promise<void> {
    const [first] = pagesOf(await this.hub.guide());
    this.offer = heading === page ? resume(this.trail, page, first?.id === page) : undefined;
    this.section = page;
    this.anchor = heading;
    await this.keep(visit(this.trail, { page, heading, scroll: 0 }));
  }

  /** Goes to a place where the person has been. */
  private async goBackTo(place: Place, trail: Trail): Promise<void> {
    this.offer = undefined;
    this.section = place.page;
    this.anchor = '';
    this.restoring = true;
    await this.keep(trail);
    await this.open();
    this.shown.fire(nameOf(place));
  }

  private async keep(trail: Trail): Promise<void> {
    this.trail = trail;
    await this.hub.context.workspaceState.update(trailKey, trail);
  }

  protected async handleOwn(toHost: ToHost): Promise<boolean> {
    switch (toHost.type) {
      case 'openGuide':
        await this.show(toHost.id);
        return true;
      case 'search':
        this.post(resultsModel(await this.hub.guide(), toHost.query));
        return true;
      case 'place': {
        const { section: page, heading, scroll } = toHost;
        await this.keep(note(this.trail, { page, heading, scroll }));
        return true;
      }
      case 'turn': {
        const place = neighbor(this.trail, toHost.by);
        if (place !== undefined) {
          await this.goBackTo(place, turn(this.trail, toHost.by));
        }
        return true;
      }
      case 'resume':
        if (this.offer !== undefined) {
          await this.goBackTo(this.offer, visit(this.trail, this.offer));
        }
        return true;
      case 'exportSection':
        await vscode.commands.executeCommand('aiVenture.exportSection', { stepId: toHost.id });
        return true;
      case 'command':
        if (toHost.name === 'openGuide') {
          const [first] = pagesOf(await this.hub.guide());
          await this.show(first?.id ?? '');
          return true;
        }
        return false;
      default:
        return false;
    }
  }

  /** A heading is gone to once; after that the person scrolls. */
  protected sent(): void {
    this.anchor = '';
    this.restoring = false;
  }

  protected async makeState(): Promise<{ title: string; state: ToView }> {
    const page = await this.makePage();
    const { id, title } = page;
    const place = placeOf(this.trail);
    const scroll = place?.page === id ? place.scroll : 0;
    return {
      title: this.hub.say(message('panel.guide', { id, title })),
      state: { type: 'guide', page, scroll, restore: this.restoring },
    };
  }

  private async makePage(): Promise<GuidePage> {
    const guide = await this.hub.guide();
    const page = pageOf(guide, this.section) ?? pagesOf(guide)[0];
    if (page === undefined) {
      throw new Error('the guide is empty');
    }
    if (placeOf(this.trail)?.page !== page.id) {
      await this.keep(visit(this.trail, { page: page.id, heading: page.id, scroll: 0 }));
    }
    this.section = page.id;
    const { trail, anchor, offer } = this;
    // What was kept by another version may name headings that are gone.
    const named = (place: Place | undefined) =>
      place === undefined ? '' : ([nameOf(place), place.page].find((one) => pageOf(guide, one)) ?? '');
    return guidePage(page, guide, this.hub.language, await this.known(), {
      anchor,
      back: named(neighbor(trail, -1)),
      forward: named(neighbor(trail, 1)),
      resume: named(offer),
    });
  }

  private async known(): Promise<GuideProject | undefined> {
    const { session } = this.hub;
    if (session === undefined) {
      return undefined;
    }
    const steps = session.sections().flatMap((section) => section.steps);
    const shown = steps.filter(({ definition: { id } }) => id.startsWith(`${this.section}.`));
    const files = new Map<StepStatus, ReadonlyMap<string, boolean>>();
    for (const step of shown) {
      files.set(step, await existing(session, step));
    }
    const { project, trusted } = session;
    return { project, trusted, steps: shown, exists: (step) => files.get(step) ?? new Map() };
  }
}
