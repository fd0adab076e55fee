// How many characters are left in a text with a limit: shown once a fifth is left, said aloud after a pause in typing.
// data-limit is the limit, data-left the sentence, with {n} for the number.

const PAUSE = 1000

export function enhance(element) {
  const field = element.matches("input, textarea") ? element : element.querySelector("textarea, input")
  const limit = Number(element.dataset.limit)
  const shown = document.createElement("p")
  const said = document.createElement("p")
  let timer

  shown.className = "hint"
  shown.setAttribute("aria-hidden", "true")
  said.className = "vh"
  said.setAttribute("aria-live", "polite")
  field.after(shown, said)

  const count = () => {
    const left = limit - field.value.length
    const words = left > limit / 5 ? "" : element.dataset.left.replace("{n}", left.toLocaleString(document.documentElement.lang))
    shown.textContent = words
    clearTimeout(timer)
    timer = setTimeout(() => { said.textContent = words }, PAUSE)
  }

  field.addEventListener("input", count)
  count()
}
