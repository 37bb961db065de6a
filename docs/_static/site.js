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
