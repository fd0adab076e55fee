// Search as you type (ARIA combobox with a list). data-source answers ?q= with [{value, label, detail}]; data-value names a
// hidden field for the value of the chosen line. Without script the typed text goes to the server, which asks back.

const PAUSE = 150
const SHORTEST = 2

export function enhance(field) {
  new Combobox(field)
}

class Combobox {
  constructor(field) {
    this.field = field
    this.hidden = document.getElementById(field.dataset.value)
    this.options = []
    this.active = -1
    this.#build()
    field.addEventListener("input", () => this.#ask())
    field.addEventListener("keydown", event => this.#key(event))
    field.addEventListener("blur", () => this.#close())
  }

  #build() {
    const { field } = this
    const box = document.createElement("div")
    this.list = document.createElement("ul")
    this.said = document.createElement("p")

    box.className = "combo"
    field.replaceWith(box)
    this.list.id = `${field.id}-lista`
    this.list.className = "combo__list"
    this.list.setAttribute("role", "listbox")
    this.list.setAttribute("aria-label", field.dataset.label)
    this.list.hidden = true
    // The list must not take the focus, or it would close before the click.
    this.list.addEventListener("pointerdown", event => event.preventDefault())
    this.list.addEventListener("click", event => this.#choose(this.#lines().indexOf(event.target.closest("li"))))
    this.said.className = "vh"
    this.said.setAttribute("aria-live", "polite")
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id, autocomplete: "off",
    })) field.setAttribute(name, value)
    box.append(field, this.list, this.said)
  }

  #ask() {
    const text = this.field.value.trim()
    if (this.hidden) this.hidden.value = ""
    clearTimeout(this.timer)
    this.request?.abort()
    if (text.length < SHORTEST) return this.#close()
    this.timer = setTimeout(() => this.#fetch(text), PAUSE)
  }

  async #fetch(text) {
    this.request = new AbortController()
    try {
      const address = new URL(this.field.dataset.source, location.href)
      address.searchParams.set("q", text)
      const answer = await fetch(address, { signal: this.request.signal })
      if (answer.ok) this.#show(await answer.json())
    } catch {
      // Aborted by the next letter, or no network: the form still works.
    }
  }

  #show(options) {
    this.options = options
    this.list.replaceChildren(...options.map((option, index) => this.#line(option, index)))
    this.said.textContent = options.length
      ? this.field.dataset.found.replace("{n}", options.length)
      : this.field.dataset.none
    this.list.hidden = options.length === 0
    this.field.setAttribute("aria-expanded", String(options.length > 0))
    this.#point(-1)
  }

  #line({ label, detail }, index) {
    const line = document.createElement("li")
    line.id = `${this.list.id}-${index}`
    line.setAttribute("role", "option")
    line.setAttribute("aria-selected", "false")
    line.append(label)
    if (detail) {
      const small = document.createElement("span")
      small.textContent = detail
      line.append(small)
    }
    return line
  }

  #key(event) {
    const count = this.options.length
    if (event.key === "Escape" && !this.list.hidden) event.preventDefault(), this.#close()
    else if (this.list.hidden || !count) return
    else if (event.key === "ArrowDown") event.preventDefault(), this.#point((this.active + 1) % count)
    else if (event.key === "ArrowUp") event.preventDefault(), this.#point((this.active <= 0 ? count : this.active) - 1)
    else if (event.key === "Enter" && this.active >= 0) event.preventDefault(), this.#choose(this.active)
  }

  #point(index) {
    this.active = index
    this.#lines().forEach((line, i) => line.setAttribute("aria-selected", String(i === index)))
    const line = this.#lines()[index]
    line?.scrollIntoView({ block: "nearest" })
    if (line) this.field.setAttribute("aria-activedescendant", line.id)
    else this.field.removeAttribute("aria-activedescendant")
  }

  #choose(index) {
    const option = this.options[index]
    if (!option) return
    this.field.value = option.label
    if (this.hidden) this.hidden.value = option.value
    this.#close()
  }

  #lines() {
    return [...this.list.children]
  }

  #close() {
    clearTimeout(this.timer)
    this.list.hidden = true
    this.field.setAttribute("aria-expanded", "false")
    this.#point(-1)
  }
}
