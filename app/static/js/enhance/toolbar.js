// Buttons that put Markdown around the chosen words. The server wrote them into a <template>, because without script they
// would do nothing. ARIA toolbar: one stop of the Tab key, arrows between the buttons.

import { insert } from "./insert.js"

const AROUND = { bold: "**", italic: "_" }
const BEFORE = { list: "- ", quote: "> " }

export function enhance(element) {
  const field = element.querySelector("textarea")
  const toolbar = element.querySelector("template").content.firstElementChild.cloneNode(true)
  const buttons = [...toolbar.querySelectorAll("button")]

  field.before(toolbar)
  moveByArrows(toolbar, buttons)
  toolbar.addEventListener("click", event => {
    const mark = event.target.closest("button")?.dataset.mark
    if (mark in AROUND) surround(field, AROUND[mark], AROUND[mark])
    else if (mark in BEFORE) startLines(field, BEFORE[mark])
    else if (mark === "link") link(field)
  })
}

function chosen(field) {
  return field.value.slice(field.selectionStart, field.selectionEnd)
}

function surround(field, before, after) {
  const start = field.selectionStart + before.length
  const words = chosen(field)
  insert(field, before + words + after)
  field.setSelectionRange(start, start + words.length)
}

function startLines(field, sign) {
  const start = field.value.lastIndexOf("\n", field.selectionStart - 1) + 1
  field.setSelectionRange(start, field.selectionEnd)
  insert(field, chosen(field).split("\n").map(line => sign + line).join("\n"))
}

function link(field) {
  const words = chosen(field)
  const start = field.selectionStart + words.length + 3
  insert(field, `[${words}](https://)`)
  field.setSelectionRange(start, start + "https://".length)
}

function moveByArrows(toolbar, buttons) {
  const stopAt = index => buttons.forEach((button, i) => { button.tabIndex = i === index ? 0 : -1 })

  stopAt(0)
  toolbar.addEventListener("keydown", event => {
    const now = buttons.indexOf(document.activeElement)
    const to = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: buttons.length - 1 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    const index = (to + buttons.length) % buttons.length
    stopAt(index)
    buttons[index].focus()
  })
  toolbar.addEventListener("focusin", event => stopAt(buttons.indexOf(event.target)))
}
