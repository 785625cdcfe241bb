/** The page that the dashboard makes of a report lies in a bundle of its own, loaded when somebody asks for it. */
import type { Language } from '../l10n.ts';
import type { ReportModel } from './model.ts';

/** One self-contained HTML document: no script or style from elsewhere, text from files never as markup. */
export type RenderPage = (model: ReportModel, language: Language) => string;

/** `renderPage` of `report-page.js` in the folder of the build. Rejects where the build has none. */
export async function loadPage(dist: URL): Promise<RenderPage> {
  const page: { readonly renderPage: RenderPage } = await import(new URL('report-page.js', dist).href);
  return page.renderPage;
}
