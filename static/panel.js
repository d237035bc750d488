// Fills the panel in while sources answer. Without it the page reads itself again until everything
// is there.
"use strict";

(() => {
  const main = document.getElementById("innehall");
  const status = document.getElementById("laget");
  const interruption = document.getElementById("avbrott");
  const base = main.dataset.base;
  let reading = false;
  let readAgain = false;

  // What the reader has done stays: open rows, chosen values, focus and place on the page.
  function remember() {
    const focused = document.activeElement;
    return {
      open: new Map([...main.querySelectorAll("details[id]")].map((d) => [d.id, d.open])),
      values: new Map(
        [...main.querySelectorAll("input[id], select[id]")].map((field) => [field.id, field.value]),
      ),
      focus: main.contains(focused) ? pathTo(focused) : null,
      scroll: [window.scrollX, window.scrollY],
    };
  }

  // An element's own id, or its place among its kind inside the nearest element that has one.
  function pathTo(element) {
    if (element.id) return { id: element.id };
    const holder = element.closest("[id]");
    const kind = element.tagName.toLowerCase();
    return { id: holder.id, kind, at: [...holder.querySelectorAll(kind)].indexOf(element) };
  }

  function restore(before) {
    for (const [id, open] of before.open) {
      const details = document.getElementById(id);
      if (details) details.open = open;
    }
    for (const [id, value] of before.values) {
      const field = document.getElementById(id);
      if (!field) continue;
      const offered = field.tagName !== "SELECT" || [...field.options].some((o) => o.value === value);
      if (offered) field.value = value;
    }
    window.scrollTo(...before.scroll);
    if (!before.focus) return;
    const holder = document.getElementById(before.focus.id);
    const kind = before.focus.kind;
    const element = kind && holder ? holder.querySelectorAll(kind)[before.focus.at] : holder;
    if (element) element.focus({ preventScroll: true });
  }

  async function read() {
    if (reading) {
      readAgain = true;
      return;
    }
    reading = true;
    try {
      do {
        readAgain = false;
        const answer = await fetch(`${base}/fragment${main.dataset.query}`, {
          credentials: "same-origin",
          cache: "no-store",
        });
        if (!answer.ok) throw new Error(String(answer.status));
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const journal = page.getElementById("journal");
        const before = remember();
        document.getElementById("journal").replaceWith(journal);
        restore(before);
        main.dataset.waiting = journal.dataset.waiting;
        status.textContent = journal.dataset.said;
      } while (readAgain);
    } catch {
      interrupted();
    } finally {
      reading = false;
    }
  }

  function interrupted() {
    interruption.textContent =
      "Hämtningen avbröts. Översikten kan vara ofullständig. Ladda om sidan för att fortsätta.";
    interruption.hidden = false;
  }

  function follow() {
    const events = new EventSource(`${base}/events`);
    events.addEventListener("framsteg", read);
    events.addEventListener("klar", () => {
      events.close();
      read();
    });
    events.addEventListener("avbruten", () => {
      events.close();
      interrupted();
    });
    events.addEventListener("error", () => {
      // The browser tries again by itself, unless the server refused.
      if (events.readyState === EventSource.CLOSED) interrupted();
    });
    window.addEventListener("pagehide", () => events.close());
  }

  // A row that an address points at is opened.
  function openTarget() {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (target instanceof HTMLDetailsElement) {
      target.open = true;
      target.querySelector("summary").focus();
    }
  }

  // Everything is on paper, also what is folded on the screen.
  let folded = [];
  window.addEventListener("beforeprint", () => {
    folded = [...main.querySelectorAll("details:not([open])")];
    folded.forEach((details) => (details.open = true));
  });
  window.addEventListener("afterprint", () => {
    folded.forEach((details) => (details.open = false));
    folded = [];
  });

  // A page made for paper is printed when it has come, and again when it is asked for.
  if (main.dataset.print === "true") {
    document.getElementById("skriv-ut").addEventListener("click", () => window.print());
    window.addEventListener("load", () => window.print());
  }

  window.addEventListener("hashchange", openTarget);
  openTarget();
  if (main.dataset.waiting === "true") follow();
})();
