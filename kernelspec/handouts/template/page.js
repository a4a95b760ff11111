/* Sets the mathematics, and makes what is too wide for the page smaller. */
(function () {
  "use strict";
  if (window.renderMathInElement)
    renderMathInElement(document.body, {
      delimiters: [
        { left: "$$", right: "$$", display: true },
        { left: "\\[", right: "\\]", display: true },
        { left: "\\(", right: "\\)", display: false },
        { left: "$", right: "$", display: false },
        ...["equation", "align", "alignat", "gather", "CD", "eqnarray"].flatMap(
          (name) => [name, name + "*"].map((one) => ({
            left: "\\begin{" + one + "}", right: "\\end{" + one + "}",
            display: true })))
      ],
      ignoredTags: ["script", "noscript", "style", "textarea", "pre", "code",
                    "option", "svg"],
      throwOnError: false, strict: "ignore"
    });

  /* The page is as wide on the screen as on paper, so that what fits here
     fits there. A formula that would become too small is set in lines. */
  function fit(element) {
    let around = element.parentElement;
    while (!around.clientWidth) around = around.parentElement;
    for (let i = 0; i < 4; i++) {
      const share = around.clientWidth / element.scrollWidth;
      if (share > 0.998) return;
      if (share < 0.65 && element.matches(".katex-display")) {
        element.classList.add("lines");
        return;
      }
      const size = parseFloat(getComputedStyle(element).fontSize);
      element.style.fontSize = 0.98 * share * size + "px";
    }
  }

  /* A card is one page: its letters are as large as that allows. */
  function fill(card) {
    const page = parseFloat(getComputedStyle(card).getPropertyValue("--high"));
    const high = page * 96 / 25.4;
    let small = 5, large = 13.5;
    for (let i = 0; i < 12; i++) {
      const size = (small + large) / 2;
      card.style.fontSize = size + "pt";
      const tables = Array.from(card.querySelectorAll("table"));
      const fits = card.scrollHeight <= high && tables.every(
        (table) => table.scrollWidth <= table.parentElement.clientWidth + 1);
      if (fits) small = size; else large = size;
    }
    card.style.fontSize = small + "pt";
  }
  /* Where the pages come from is not left alone on the last of them: within
     one block what belongs together stays together. */
  const footer = document.querySelector("footer");
  const last = document.querySelector("main > .text:last-child");
  if (footer && last) last.append(footer);

  /* Nothing can be measured before the letters are there, and they are only
     fetched once something is laid out. */
  void document.body.offsetHeight;
  document.fonts.ready.then(function () {
    document.querySelectorAll(".katex-display, table").forEach(fit);
    if (document.body.classList.contains("card"))
      fill(document.querySelector("main"));
    document.documentElement.dataset.ready = "yes";
  });
})();
