/** Puts `insert` in place of [from, to) and the caret behind it, so that undo takes it back as if it had been typed. */
export function replaceText(input: HTMLInputElement, from: number, to: number, insert: string): void {
  input.focus();
  input.setSelectionRange(from, to);
  // The only edit that undo knows of. It does nothing where a script may not type.
  const isDone = insert === '' ? document.execCommand('delete') : document.execCommand('insertText', false, insert);
  if (isDone) return;
  input.setRangeText(insert, from, to, 'end');
  input.dispatchEvent(new Event('input'));
}
