// Puts text into a field as if it had been typed, so that it can be undone.

export function insert(field, text) {
  field.focus()
  if (document.execCommand("insertText", false, text)) return
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end")
  field.dispatchEvent(new Event("input", { bubbles: true }))
}
