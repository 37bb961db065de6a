// What scrolls inside its own box can be reached with the keyboard, and only what does.
function markScrolling() {
  for (const box of document.querySelectorAll("div.math, mjx-container[display=true], .bd-article table, .bd-article pre")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}
document.addEventListener("toggle", markScrolling, true); // something folded away was opened
window.addEventListener("resize", markScrolling);
window.addEventListener("load", () => {
  const drawn = window.MathJax?.startup?.promise;
  (drawn ?? Promise.resolve()).then(markScrolling);
});

// Paper is white: a dark page is printed as a light one.
const page = document.documentElement;
let shown;
window.addEventListener("beforeprint", () => {
  shown = page.dataset.theme;
  page.dataset.theme = "light";
});
window.addEventListener("afterprint", () => {
  page.dataset.theme = shown;
});

// The sentence of a check that is content wraps; others have marks below their code, which would lose their place.
for (const output of document.querySelectorAll(".output pre")) {
  if (/^\s*✓ /.test(output.textContent)) output.classList.add("check");
}

// What the search shows of a page has no TeX: a simple formula stands as it is, and "…" for another.
if (typeof Search !== "undefined") {
  const textOf = Search.htmlToText;
  Search.htmlToText = (html, anchor) =>
    textOf(html, anchor).replace(/\\\(([^\\{}]*?)\\\)/g, "$1").replace(/\\\([^]*?\\\)|\\\[[^]*?\\\]/g, "…");
}
