/** Entry of the bundle that turns a report into a page: `dist/report-page.js`, for Node. */
import check from '@vscode/codicons/src/icons/check.svg';
import circleFilled from '@vscode/codicons/src/icons/circle-filled.svg';
import circleLarge from '@vscode/codicons/src/icons/circle-large.svg';
import circleSlash from '@vscode/codicons/src/icons/circle-slash.svg';
import error from '@vscode/codicons/src/icons/error.svg';
import eye from '@vscode/codicons/src/icons/eye.svg';
import history from '@vscode/codicons/src/icons/history.svg';
import inbox from '@vscode/codicons/src/icons/inbox.svg';
import info from '@vscode/codicons/src/icons/info.svg';
import milestone from '@vscode/codicons/src/icons/milestone.svg';
import pass from '@vscode/codicons/src/icons/pass.svg';
import personAdd from '@vscode/codicons/src/icons/person-add.svg';
import warning from '@vscode/codicons/src/icons/warning.svg';
import reportEn from '../../l10n/en/report.json' with { type: 'json' };
import viewEn from '../../l10n/en/view.json' with { type: 'json' };
import reportZh from '../../l10n/zh-cn/report.json' with { type: 'json' };
import viewZh from '../../l10n/zh-cn/view.json' with { type: 'json' };
import type { RenderPage } from '../../src/report/page.ts';
import cards from '../cards/cards.css';
import charts from '../charts/chart.css';
import page from '../progress/page.css';
import base from '../shared/base.css';
import { reportDocument } from './document.ts';
import own from './export.css';

const words = { en: { view: viewEn, report: reportEn }, 'zh-cn': { view: viewZh, report: reportZh } };

/** The font of the editor's icons is larger than the whole report; these are all that it uses. */
const icons = {
  check,
  'circle-filled': circleFilled,
  'circle-large': circleLarge,
  'circle-slash': circleSlash,
  error,
  eye,
  history,
  inbox,
  info,
  milestone,
  pass,
  'person-add': personAdd,
  warning,
};
const iconCss = Object.entries(icons)
  .map(([name, svg]) => `.codicon-${name}{--icon:url("data:image/svg+xml,${encodeURIComponent(svg)}")}`)
  .join('\n');

const css = [base, charts, page, cards, own, iconCss].join('\n');

export const renderPage: RenderPage = (model, language) =>
  reportDocument(model, { language, ...words[language] }, css);
