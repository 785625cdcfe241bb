/** Quick inputs as functions: shown, answered, gone. Everything else about them is the same in every step. */
import * as vscode from 'vscode';
import type { Item } from './items.ts';

export interface Frame {
  readonly title: string;
  readonly question: string;
  readonly position: { readonly step: number; readonly total: number } | undefined;
  readonly canGoBack: boolean;
  /** A button in the title, beside Back. */
  readonly action?: { readonly icon: string; readonly tooltip: string };
}

export type Outcome<Value> =
  | { readonly kind: 'value'; readonly value: Value }
  /** The inline button of an item. */
  | { readonly kind: 'item'; readonly value: Value }
  | { readonly kind: 'back' | 'action' | 'left' };

interface QuickItem<Value> extends vscode.QuickPickItem {
  readonly value?: Value;
}

function quickItem<Value>(item: Item<Value>): QuickItem<Value> {
  if (item.heading) {
    return { label: item.label, kind: vscode.QuickPickItemKind.Separator };
  }
  const { label, description, detail, button, picked, value } = item;
  return {
    label,
    ...(description === undefined ? {} : { description }),
    ...(detail === undefined ? {} : { detail }),
    ...(picked === undefined ? {} : { picked }),
    ...(button
      ? { buttons: [{ iconPath: new vscode.ThemeIcon(button.icon), tooltip: button.tooltip }] }
      : {}),
    ...(value === undefined ? {} : { value }),
  };
}

function frame(
  input: vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox,
  shown: Frame,
): vscode.QuickInputButton {
  const action = {
    iconPath: new vscode.ThemeIcon(shown.action?.icon ?? 'blank'),
    tooltip: shown.action?.tooltip ?? '',
  };
  input.title = shown.title;
  input.step = shown.position?.step;
  input.totalSteps = shown.position?.total;
  input.ignoreFocusOut = true;
  input.buttons = [
    ...(shown.canGoBack ? [vscode.QuickInputButtons.Back] : []),
    ...(shown.action ? [action] : []),
  ];
  return action;
}

/** Shows `input` until `settle` is called; leaving it settles as left. */
function shown<Value>(
  input: vscode.QuickPick<QuickItem<Value>> | vscode.InputBox,
  wire: (settle: (outcome: Outcome<Value>) => void) => void,
): Promise<Outcome<Value>> {
  return new Promise((resolve) => {
    wire((outcome) => {
      resolve(outcome);
      input.dispose();
    });
    input.onDidHide(() => {
      resolve({ kind: 'left' });
      input.dispose();
    });
    input.show();
  });
}

function onButton<Value>(
  action: vscode.QuickInputButton,
  settle: (outcome: Outcome<Value>) => void,
): (button: vscode.QuickInputButton) => void {
  return (button) => settle({ kind: button === action ? 'action' : 'back' });
}

/** One of `items`; `active` says which is proposed. Items that come later fill an input that is shown as busy. */
export function pick<Value>(
  frameOf: Frame,
  items: readonly Item<Value>[] | Promise<readonly Item<Value>[]>,
  active?: (value: Value) => boolean,
): Promise<Outcome<Value>> {
  const input = vscode.window.createQuickPick<QuickItem<Value>>();
  const action = frame(input, frameOf);
  input.placeholder = frameOf.question;
  input.matchOnDescription = true;
  const fill = (list: readonly Item<Value>[]) => {
    input.items = list.map(quickItem);
    const proposed = input.items.filter((item) => item.value !== undefined && active?.(item.value));
    if (proposed.length > 0) {
      input.activeItems = proposed;
    }
    input.busy = false;
  };
  return shown(input, (settle) => {
    if (items instanceof Promise) {
      input.busy = true;
      void items.then(fill);
    } else {
      fill(items);
    }
    input.onDidTriggerButton(onButton(action, settle));
    input.onDidTriggerItemButton(({ item }) => {
      if (item.value !== undefined) {
        settle({ kind: 'item', value: item.value });
      }
    });
    input.onDidAccept(() => {
      const [item] = input.selectedItems;
      if (item?.value !== undefined) {
        settle({ kind: 'value', value: item.value });
      }
    });
  });
}

export interface ManyOptions<Value> {
  /** The inline button of an item; the input stays as it is. */
  readonly onItem?: (value: Value) => void;
  /** What is ticked once `values` are: they may need others. */
  readonly complete?: (values: readonly Value[]) => readonly Value[];
}

/** Any number of `items`. */
export function pickMany<Value>(
  frameOf: Frame,
  items: readonly Item<Value>[],
  { onItem, complete = (values) => values }: ManyOptions<Value>,
): Promise<Outcome<readonly Value[]>> {
  const input = vscode.window.createQuickPick<QuickItem<Value>>();
  const action = frame(input, frameOf);
  input.placeholder = frameOf.question;
  input.canSelectMany = true;
  input.items = items.map(quickItem);
  input.selectedItems = input.items.filter((item) => item.picked);
  const pickInput = input as unknown as vscode.QuickPick<QuickItem<readonly Value[]>>;
  return shown(pickInput, (settle) => {
    input.onDidTriggerButton(onButton(action, settle));
    input.onDidTriggerItemButton(({ item }) => {
      if (item.value !== undefined) {
        onItem?.(item.value);
      }
    });
    const chosen = () =>
      complete(input.selectedItems.flatMap((item) => (item.value === undefined ? [] : [item.value])));
    input.onDidChangeSelection((selected) => {
      const values = new Set(chosen());
      if (values.size > selected.length) {
        input.selectedItems = input.items.filter(({ value }) => value !== undefined && values.has(value));
      }
    });
    input.onDidAccept(() => settle({ kind: 'value', value: chosen() }));
  });
}

/** What the input box says of a text: `hint` stands below it, a problem keeps it from being accepted. */
export interface Verdict {
  readonly hint: string;
  readonly problem?: string;
  readonly note?: string;
}

/** A line of text, judged as it is typed. */
export function ask(
  frameOf: Frame,
  value: string,
  judge: (text: string) => Verdict,
): Promise<Outcome<string>> {
  const input = vscode.window.createInputBox();
  const action = frame(input, frameOf);
  input.placeholder = frameOf.question;
  input.value = value;
  input.valueSelection = [0, value.length];
  const show = () => {
    const { hint, problem, note } = judge(input.value);
    input.prompt = hint === '' ? frameOf.question : `${frameOf.question} · ${hint}`;
    input.validationMessage =
      problem ??
      (note === undefined ? undefined : { message: note, severity: vscode.InputBoxValidationSeverity.Info });
    return problem === undefined;
  };
  show();
  return shown(input, (settle) => {
    input.onDidChangeValue(show);
    input.onDidTriggerButton(onButton(action, settle));
    input.onDidAccept(() => {
      if (show()) {
        settle({ kind: 'value', value: input.value.trim() });
      }
    });
  });
}
