// "Quote and answer" puts the words chosen in the post, or the whole post, into the answer that is being written, without
// losing it. Without script the link leads to the form with the quote in it. data-into is the id of the field, data-lead
// the line that says whose words they are.

import { insert } from "./insert.js"

export function enhance(link) {
  const field = document.getElementById(link.dataset.into)
  const post = link.closest("article")?.querySelector(".talk")
  let words = ""

  if (!field || !post) return
  // A click may clear the selection before it arrives, so it is read when the pointer goes down.
  link.addEventListener("pointerdown", () => { words = chosenIn(post) })
  link.addEventListener("click", event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    field.setSelectionRange(field.value.length, field.value.length)
    insert(field, (field.value.trim() ? "\n\n" : "") + quote(link.dataset.lead, words || chosenIn(post) || post.innerText) + "\n\n")
    words = ""
  })
}

function chosenIn(post) {
  const selection = document.getSelection()
  return selection.anchorNode && post.contains(selection.anchorNode) && post.contains(selection.focusNode)
    ? selection.toString().trim()
    : ""
}

function quote(lead, words) {
  return [lead, ...(lead ? [""] : []), ...words.trim().split("\n")].filter((line, i) => i || line)
    .map(line => `> ${line}`.trimEnd()).join("\n")
}
