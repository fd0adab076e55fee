// Loads the comforts a page names: data-enhance="menu count" loads enhance/menu.js and enhance/count.js and calls their
// enhance(element). With data-enhance-at="toggle" they are loaded only when that event first happens on the element.
// Everything works without them.

function load(element, event) {
  for (const name of element.dataset.enhance.split(" ")) {
    import(`./enhance/${name}.js`).then(comfort => comfort.enhance(element, event))
  }
}

for (const element of document.querySelectorAll("[data-enhance]")) {
  const when = element.dataset.enhanceAt
  if (when) element.addEventListener(when, event => load(element, event), { once: true })
  else load(element)
}
