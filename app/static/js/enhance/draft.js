// Keeps what is being typed on the server: every five seconds while typing and when the page is left; offers it again when
// the form is opened anew. The words come from data attributes, the form token from the form itself.

const EVERY = 5000

export async function enhance(form) {
  const { draftUrl, draftPlace } = form.dataset
  const state = line("save-state")
  const begun = fields(form)
  let timer
  let sent = begun

  state.setAttribute("aria-live", "polite")
  form.append(state)

  async function save(leaving = false) {
    clearTimeout(timer)
    timer = undefined
    const now = fields(form)
    if (now === sent || (now === begun && sent === begun)) return
    sent = now
    const body = new FormData(form)
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name)
    body.set("draft_place", draftPlace)
    body.set("draft_page", location.pathname + location.search)
    body.set("draft_title", document.querySelector("h1")?.textContent.trim() ?? "")
    state.textContent = form.dataset.draftSaving
    try {
      const answer = await fetch(draftUrl, { method: "POST", body, keepalive: leaving && now.length < 30000 })
      if (!answer.ok) throw new Error(answer.status)
      state.textContent = form.dataset.draftSaved.replace("{n}", (await answer.json()).at)
    } catch {
      sent = undefined
      state.textContent = form.dataset.draftFailed
    }
  }

  form.addEventListener("input", () => { timer ??= setTimeout(save, EVERY) })
  form.addEventListener("submit", () => { clearTimeout(timer); sent = fields(form) })
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(true) })

  const answer = await fetch(`${draftUrl}?place=${encodeURIComponent(draftPlace)}`)
  if (answer.ok) offer(form, await answer.json())
}

function offer(form, draft) {
  const differing = Object.entries(draft.fields).filter(([name, values]) => differs(form, name, values))
  if (!differing.length) return
  const notice = line("notice notice--small")
  const button = document.createElement("button")
  button.type = "button"
  button.className = "button button--plain button--small"
  button.textContent = form.dataset.draftRestore
  button.addEventListener("click", () => {
    for (const [name, values] of differing) fill(form, name, values)
    notice.remove()
    form.querySelector("textarea, input:not([type=hidden])")?.focus()
  })
  const words = document.createElement("span")
  words.textContent = form.dataset.draftFound.replace("{n}", draft.at)
  notice.append(words, button)
  form.prepend(notice)
}

function controls(form, name) {
  return [...form.elements].filter(one => one.name === name && one.type !== "file")
}

function differs(form, name, values) {
  const found = controls(form, name)
  if (!found.length || found[0].type === "hidden") return false
  return JSON.stringify(new FormData(form).getAll(name)) !== JSON.stringify(values)
}

function fill(form, name, values) {
  for (const one of controls(form, name)) {
    if (one.type === "checkbox" || one.type === "radio") one.checked = values.includes(one.value)
    else if (one.options?.length && one.multiple) for (const option of one.options) option.selected = values.includes(option.value)
    else one.value = values[0]
  }
}

function fields(form) {
  return JSON.stringify([...new FormData(form)].filter(([name, value]) => typeof value === "string" && !name.endsWith("csrf_token")))
}

function line(className) {
  const made = document.createElement("p")
  made.className = className
  return made
}
