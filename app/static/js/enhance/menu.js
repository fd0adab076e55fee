// A menu made of <details> closes by Escape, by a click beside it and when the focus has left it.

export function enhance(menu) {
  const close = () => { menu.open = false }

  menu.addEventListener("keydown", event => {
    if (event.key !== "Escape" || !menu.open) return
    close()
    menu.querySelector("summary").focus()
  })
  document.addEventListener("pointerdown", event => {
    if (!menu.contains(event.target)) close()
  })
  menu.addEventListener("focusout", event => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) close()
  })
}
