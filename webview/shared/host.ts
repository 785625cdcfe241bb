/** The webview's side of the conversation with the extension host. */
import * as z from 'zod/mini';
import { type ToHost, type ToView, toHostSchema, toViewSchema } from '../../src/views/protocol.ts';
import { block } from './blocks.ts';

interface EditorApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): EditorApi;

export interface Host<Ui> {
  post(message: ToHost): void;
  /** What the person had open when the view was last destroyed; null the first time, or where it does not parse. */
  restored: Ui | null;
  remember(ui: Ui): void;
}

function receiver(receive: (message: ToView) => void): (data: unknown) => void {
  return (data) => {
    const parsed = toViewSchema.safeParse(data);
    if (parsed.success) receive(parsed.data);
    else console.error('A message from the extension was dropped:', z.prettifyError(parsed.error));
  };
}

/**
 * Connects the page with the extension: `receive` gets every message that parses, starting with the one in the
 * page's `state` block, so that the first paint needs no round trip.
 */
export function connect<Ui>(uiSchema: z.ZodMiniType<Ui>): Host<Ui> & {
  listen(receive: (message: ToView) => void): void;
} {
  const api = acquireVsCodeApi();
  const restored = uiSchema.safeParse(api.getState());
  const post = (message: ToHost): void => {
    const parsed = toHostSchema.safeParse(message);
    if (parsed.success) api.postMessage(parsed.data);
    else console.error('A message to the extension was dropped:', z.prettifyError(parsed.error));
  };
  return {
    post,
    restored: restored.success ? restored.data : null,
    remember: (ui) => api.setState(ui),
    listen(receive) {
      const take = receiver(receive);
      window.addEventListener('message', (event: MessageEvent<unknown>) => take(event.data));
      // First of all: the host forgets what was open when it hears that a page is ready.
      post({ type: 'ready' });
      const first = block('state');
      if (first !== undefined) take(first);
    },
  };
}
