// Opens sources beside the answer, copies answers, and keeps focus where a reader expects it.
// Everything it puts into the page was escaped by the server; it loads from this server alone.

(() => {
  "use strict";

  const SHEET = window.matchMedia("(max-width: 59.99rem)");
  let panel = null;
  let opened = null; // {turn, address, shown}: which link of which answer the panel belongs to

  function makePanel() {
    const made = document.createElement("aside");
    made.id = "source-panel";
    made.hidden = true;
    made.setAttribute("aria-label", "Source");
    made.innerHTML =
      '<div class="bar"><p>Source</p><button type="button" class="close">Close</button></div>' +
      '<div class="body" tabindex="-1"></div>';
    made.querySelector(".close").addEventListener("click", () => closePanel());
    document.body.append(made);
    return made;
  }

  function openerOf(where) {
    const turn = where && document.getElementById(where.turn);
    const links = turn ? [...turn.querySelectorAll("a[data-panel]")] : [];
    return links.find((link) => link.dataset.panel === where.address && link.className.includes(where.style));
  }

  function markChosen() {
    for (const link of document.querySelectorAll("a.cite")) {
      const turn = link.closest(".turn");
      const chosen = opened && turn && turn.id === opened.turn && link.dataset.panel === opened.address;
      link.classList.toggle("chosen", Boolean(chosen));
    }
  }

  function setBehind(covered) {
    const page = document.querySelector("gradio-app");
    if (page) page.inert = covered;
  }

  async function openPanel(link) {
    panel = panel || makePanel();
    const turn = link.closest(".turn");
    const mine = { turn: turn ? turn.id : "", address: link.dataset.panel, style: link.classList[0] };
    opened = mine;
    const body = panel.querySelector(".body");
    panel.hidden = false;
    panel.setAttribute("role", SHEET.matches ? "dialog" : "complementary");
    document.body.classList.add("source-open");
    setBehind(SHEET.matches);
    markChosen();
    let fragment;
    try {
      fragment = await (await fetch(mine.address, { headers: { Accept: "text/html" } })).text();
    } catch {
      fragment = '<p class="note">This source could not be opened. Check that Seventh is still running, then try again.</p>';
    }
    if (opened !== mine) return;
    body.innerHTML = fragment;
    panel.querySelector(".bar p").textContent = body.querySelector(".source-number")?.textContent || "Source";
    const words = body.querySelector(".document");
    const passage = body.querySelector("#passage");
    (body.querySelector("#source-title") || panel.querySelector(".close")).focus({ preventScroll: true });
    if (passage) {
      const above = passage.getBoundingClientRect().top - words.getBoundingClientRect().top;
      words.scrollTop = Math.max(0, above - words.clientHeight / 4);
    }
  }

  function closePanel(focus = true) {
    if (!panel || panel.hidden) return;
    const opener = openerOf(opened);
    panel.hidden = true;
    panel.querySelector(".body").replaceChildren();
    opened = null;
    document.body.classList.remove("source-open");
    setBehind(false);
    markChosen();
    if (focus) (opener || questionBox())?.focus();
  }

  function questionBox() {
    return document.querySelector("#question textarea");
  }

  function emptyQuestion() {
    const box = questionBox();
    if (!box) return;
    box.value = "";
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  }

  function readable(turn) {
    const sources = [...turn.querySelectorAll(".sources li")].map((item) => {
      const [number, title] = [".number", ".title"].map((part) => item.querySelector(part).textContent);
      return `[${number}] ${title} (${item.querySelector(".about").innerText.replace(/\s*\n\s*/g, ", ")})`;
    });
    const answer = turn.querySelector(".answer").cloneNode(true);
    for (const link of answer.querySelectorAll("a.cite")) link.textContent = `[${link.textContent}]`;
    answer.className = "answer";
    answer.style.cssText = "position:absolute;left:-200vw;white-space:normal";
    document.body.append(answer);
    const text = answer.innerText.trim();
    answer.remove();
    return sources.length ? `${text}\n\nSources\n${sources.join("\n")}\n` : `${text}\n`;
  }

  async function copy(button) {
    const text = readable(button.closest(".turn"));
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const box = document.createElement("textarea");
      box.value = text;
      document.body.append(box);
      box.select();
      document.execCommand("copy");
      box.remove();
      button.focus();
    }
    const label = button.textContent;
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = label), 1500);
  }

  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const link = event.target.closest("a[data-panel]");
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
    if (link && plain) {
      event.preventDefault();
      openPanel(link);
    }
    const button = event.target.closest("button.copy");
    if (button) copy(button);
    if (event.target.closest("#clear")) {
      closePanel(false);
      emptyQuestion();
    }
    if (event.target.closest("#stop")) questionBox()?.focus();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closePanel();
  });

  SHEET.addEventListener("change", () => setBehind(Boolean(opened) && SHEET.matches));

  // A new question is kept at the top of the view while its answer comes in, so that what to do first is read first;
  // a reader who scrolls is left alone. The panel belongs to an answer and goes when that answer goes.
  let turns = 0;
  let followed = null;
  for (const moved of ["wheel", "touchmove", "keydown"]) {
    window.addEventListener(moved, () => (followed = null), { passive: true });
  }

  new MutationObserver(() => {
    const present = document.querySelectorAll(".turn");
    if (present.length > turns) followed = present[present.length - 1].id;
    turns = present.length;
    const turn = followed && document.getElementById(followed);
    if (turn) {
      turn.scrollIntoView({ block: "start" });
      if (!turn.classList.contains("turn-asked")) followed = null;
    }
    if (opened && !document.getElementById(opened.turn)) closePanel(false);
    if (opened) markChosen();
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
