// Keeps the page and COSMIC at the same patient. The page shows one patient for as long as it is
// there: when the patient changes it is covered and left for another page. When the two have lost
// each other nothing can be done on it until the user has chosen.
"use strict";

(() => {
  const notice = document.getElementById("cosmic");
  const part = (name) => document.getElementById(`cosmic-${name}`);
  const view = (location.pathname.match(/^\/panel\/([0-9a-fA-F-]+)/) || ["", ""])[1];
  const silence = Number(notice.dataset.silence);
  const own = notice.dataset.name;
  const root = document.documentElement;

  let source = null;
  let subscriber = "";
  let standing = { event: "", here: true, shown: null, patient: null, theirs: null };
  let trouble = "";
  let watchdog = 0;
  let resending = 0;
  let settling = 0;
  let following = false;
  let leavingUntil = 0;
  let focusBefore = null;
  let stopped = [];

  const troubles = {
    osparat: {
      title: "COSMIC har bytt patient",
      text: "Du har ändringar här som inte är sparade. Följer du COSMIC går de förlorade.",
      follow: "Följ COSMIC, spara inte",
      keep: "Behåll, och byt i COSMIC",
    },
    isar: {
      title: "COSMIC visar en annan patient",
      text: "COSMIC följde inte med när patienten byttes här.",
      follow: "Följ COSMIC",
      keep: "Behåll, och byt i COSMIC",
      back: true,
    },
    kaninte: {
      title: "Patienten i COSMIC kan inte visas här",
      text: "",
      keep: "Behåll, och byt i COSMIC",
    },
    brutet: {
      title: "Kontakten med COSMIC är bruten",
      text: "Patienten kan ha bytts i COSMIC utan att det syns här. Kontakten återupptas av sig själv så snart det går.",
      covered: true,
    },
    slut: {
      title: "Du är inte längre inloggad",
      text: "Öppna MittVaccin på nytt från COSMIC.",
      covered: true,
    },
  };

  const named = (patient) => (patient ? patient.number : "ingen eller okänd patient");

  // Whether a form that says so has been changed since it came.
  function hasUnsavedWork() {
    const changed = (field) => {
      if (field.type === "hidden") return false;
      if (field.type === "checkbox" || field.type === "radio") {
        return field.checked !== field.defaultChecked;
      }
      if (field.tagName === "SELECT") {
        const at = [...field.options].findIndex((option) => option.defaultSelected);
        return field.selectedIndex !== Math.max(at, 0);
      }
      return "defaultValue" in field && field.value !== field.defaultValue;
    };
    const forms = [...document.querySelectorAll("form[data-unsaved]")];
    return forms.some((form) => [...form.elements].some(changed));
  }

  function show(name, other, reason) {
    const { title, text, follow, keep, covered } = troubles[name];
    clearTimeout(settling);
    const isNew = trouble !== name;
    trouble = name;
    part("rubrik").textContent = title;
    part("text").textContent = [text, reason].filter(Boolean).join(" ");
    part("har").textContent = named(standing.shown);
    part("dar").textContent = named(other);
    part("dar-rubrik").textContent = name === "brutet" ? "Senast i COSMIC:" : "I COSMIC:";
    part("vilka").hidden = name === "slut" || !view;
    part("folj").textContent = follow || "";
    part("folj").hidden = !follow;
    part("behall").textContent = keep || "";
    part("behall").hidden = !keep || !view;
    notice.hidden = false;
    // A page without a patient stays usable: nothing on it can be about the wrong one.
    if (view || name !== "kaninte") stop();
    else for (const undo of stopped.splice(0)) undo();
    cover(Boolean(covered));
    if (isNew) {
      focusBefore = focusBefore || document.activeElement;
      notice.focus();
    }
  }

  // All is well again.
  function settle() {
    clearTimeout(settling);
    clearInterval(resending);
    resending = 0;
    trouble = "";
    notice.hidden = true;
    cover(false);
    for (const undo of stopped.splice(0)) undo();
    if (focusBefore instanceof HTMLElement && focusBefore.isConnected) focusBefore.focus();
    focusBefore = null;
  }

  // Nothing on the page can be used.
  function stop() {
    if (stopped.length) return;
    for (const element of document.body.children) {
      if (element === notice || element.inert || element.tagName === "SCRIPT") continue;
      element.inert = true;
      stopped.push(() => (element.inert = false));
    }
    disableButtons();
  }

  function disableButtons() {
    for (const button of document.querySelectorAll("main button, header button")) {
      if (button.disabled) continue;
      button.disabled = true;
      stopped.push(() => (button.disabled = false));
    }
  }

  // Answers of sources may bring new ones meanwhile.
  new MutationObserver(() => stopped.length && disableButtons()).observe(
    document.querySelector("main") || document.body,
    { childList: true, subtree: true },
  );

  function cover(covered) {
    root.classList.toggle("covered", covered && Boolean(view));
  }

  async function post(path, fields) {
    const answer = await fetch(path, {
      method: "POST",
      credentials: "same-origin",
      cache: "no-store",
      body: new URLSearchParams(fields),
    });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.status === 204 ? null : answer.json();
  }

  // Goes on to where COSMIC is. The page is covered meanwhile: it is no longer the patient in view.
  async function follow(back) {
    if (following) return;
    following = true;
    cover(true);
    stop();
    try {
      const fields = { subscriber, event: standing.event, view };
      if (back) fields.back = "true";
      const onward = await post("/context/follow", fields);
      if (onward.address) {
        leavingUntil = Infinity;
        location.replace(onward.address);
      } else if (onward.reason) {
        show("kaninte", standing.patient, `${sentence(onward.reason)}.`);
      } else {
        settle();
      }
    } catch {
      show("brutet", standing.patient);
    } finally {
      following = false;
    }
  }

  const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1);

  // Stays with the patient of this page, and asks COSMIC to come along.
  function keep() {
    post("/context/keep", { view }).catch(() => show("brutet", standing.patient));
  }

  // The two are apart: the others have not followed a choice made here.
  function apart(lost) {
    if (!view || lost.subscriber === own) return;
    if (lost.event && lost.event !== standing.event) return;
    const known = !lost.reason || lost.reason.endsWith("följer inte med till patienten");
    standing.theirs = lost.theirs;
    show("isar", standing.theirs, known ? "" : `Skäl: ${lost.reason}.`);
    // The same event is told again now and then, with the time it had.
    resending = resending || setInterval(keep, 10000);
  }

  function heard() {
    clearTimeout(watchdog);
    watchdog = setTimeout(silent, silence);
  }

  function silent() {
    show("brutet", standing.patient);
    connect();
  }

  function stands(event) {
    heard();
    standing = JSON.parse(event.data);
    subscriber = standing.subscriber;
    // COSMIC has gone on by itself: what was chosen here is not told again.
    if (!standing.here) {
      clearInterval(resending);
      resending = 0;
    }
  }

  function connect() {
    if (source) source.close();
    source = new EventSource(`/context/events?view=${encodeURIComponent(view)}`);
    source.addEventListener("puls", heard);
    source.addEventListener("lage", (event) => {
      stands(event);
      if (trouble === "brutet" && standing.here) settle();
      if (standing.lost) apart(standing.lost);
      // What is current comes as a change as well; only that nobody is, does not.
      if (view && !standing.here && !standing.event) change();
    });
    source.addEventListener("byte", (event) => {
      stands(event);
      change();
    });
    source.addEventListener("synkfel", (event) => {
      heard();
      apart(JSON.parse(event.data));
    });
    source.addEventListener("slut", () => {
      source.close();
      clearTimeout(watchdog);
      show("slut");
    });
    source.addEventListener("error", () => {
      // The browser tries again by itself, unless it was refused.
      if (source.readyState === EventSource.CLOSED) setTimeout(connect, 1000);
    });
  }

  function change() {
    if (Date.now() < leavingUntil) return;
    if (view && standing.here) {
      // A change that is told again may be refused again at once.
      if (trouble === "isar") settling = setTimeout(settle, 1500);
      else if (trouble) settle();
    } else if (hasUnsavedWork()) {
      post("/context/answer", { subscriber, event: standing.event }).catch(() => {});
      show("osparat", standing.patient);
    } else {
      follow(false);
    }
  }

  part("folj").addEventListener("click", () => follow(Boolean(troubles[trouble]?.back)));
  part("behall").addEventListener("click", keep);
  // A form on its way leads to a page that follows by itself.
  window.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    leavingUntil = Date.now() + 8000;
    // If it leads nowhere, what has come meanwhile is looked at.
    setTimeout(() => subscriber && change(), 8100);
  });
  window.addEventListener("pagehide", () => source && source.close());
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());
  // Only what is heard puts the notice off; to try again is not to be in contact.
  heard();
  connect();
})();
