// The simulated COSMIC in step with the journal: a subscriber of the hub like any other.
"use strict";

(() => {
  const { topic, hub } = document.body.dataset;
  const form = document.forms[0];
  const list = document.getElementById("patient");
  const unsaved = document.getElementById("osparat");
  const apart = document.getElementById("eget");
  const sign = document.getElementById("synk");
  const shown = document.getElementById("vald");
  let socket = null;
  let endpoint = "";
  let launched = false;
  let latest = 0;
  let sent = "";
  let opened = null;
  let chosen = list.selectedIndex;

  function say(text, kind) {
    sign.textContent = text;
    sign.className = kind || "";
  }

  const option = () => list.options[list.selectedIndex];

  function showPatient() {
    chosen = list.selectedIndex;
    const { number, name } = option().dataset;
    shown.textContent = number ? `${number} ${name}` : "ingen patient";
    document.body.dataset.shows = number || "";
  }

  const resource = (number, oid, name) => ({
    resourceType: "Patient",
    id: opened?.number === number ? opened.id : crypto.randomUUID(),
    identifier: [{ use: "official", system: `urn:oid:${oid}`, value: number }],
    name: [{ text: name }],
  });

  // Tells of the patient chosen here, in place of whoever was open.
  async function tell() {
    const { number, oid, name } = option().dataset;
    showPatient();
    if (!launched) return;
    const closing = !number && opened;
    const patient = closing ? opened.resource : number && resource(number, oid, name);
    if (!patient) return;
    latest = Math.max(Date.now(), latest + 1);
    sent = crypto.randomUUID();
    opened = closing ? null : { number, id: patient.id, resource: patient };
    const event = {
      timestamp: new Date(latest).toISOString(),
      id: sent,
      event: {
        "hub.topic": topic,
        "hub.event": closing ? "Patient-close" : "Patient-open",
        context: [{ key: "patient", resource: patient }],
      },
    };
    say("Byter patient i MittVaccin …");
    const answer = await fetch(hub, {
      method: "POST",
      headers: { "content-type": "application/fhir+json" },
      body: JSON.stringify(event),
    }).catch(() => null);
    if (!answer?.ok) say(`Bytet gick inte fram (${answer?.status ?? "ingen kontakt"})`, "fel");
  }

  const registeredId = (patient) =>
    (patient.identifier || []).find((id) => String(id.system).startsWith("urn:oid:1.2.752"));

  const numberOf = (patient) => registeredId(patient)?.value || "";

  // Follows a choice made in MittVaccin.
  function follow(patient) {
    const registered = registeredId(patient);
    const number = numberOf(patient);
    let at = [...list.options].findIndex((one) => one.dataset.number === number);
    if (at < 0) {
      // Not known here: looked up and added, as COSMIC does.
      const oid = registered.system.replace("urn:oid:", "");
      const added = new Option(`${number} uppslagen person`);
      Object.assign(added.dataset, { number, oid, name: "uppslagen person" });
      list.add(added);
      at = list.options.length - 1;
    }
    list.selectedIndex = at;
    opened = { number, id: patient.id, resource: patient };
    showPatient();
  }

  function heard(message) {
    if (message["hub.mode"] === "subscribe") return say("I takt med MittVaccin", "bra");
    if (message["hub.mode"] === "denied") return say("MittVaccin har avslutats", "fel");
    const event = message.event;
    const answer = (status) => socket.send(JSON.stringify({ id: message.id, status }));
    if (event["hub.event"] === "SyncError") {
      const issue = event.context[0].resource.issue[0];
      return say(`Ur takt: ${issue.diagnostics}`, "fel");
    }
    const time = Date.parse(message.timestamp);
    if (time < latest) return answer(200);
    latest = time;
    if (message.id === sent) {
      say("I takt med MittVaccin", "bra");
      return answer(200);
    }
    if (event["hub.event"] === "Patient-close") {
      opened = null;
      list.value = "";
      showPatient();
    } else if (unsaved.checked && numberOf(event.context[0].resource) !== option().dataset.number) {
      say("Ur takt: osparad anteckning i COSMIC", "fel");
      return answer(409);
    } else {
      follow(event.context[0].resource);
    }
    say("I takt med MittVaccin", "bra");
    return answer(200);
  }

  async function subscribe() {
    if (!launched) return;
    const fields = {
      "hub.channel.type": "websocket",
      "hub.mode": "subscribe",
      "hub.topic": topic,
      "hub.events": "Patient-open,Patient-close,SyncError",
      "subscriber.name": "COSMIC",
    };
    const answer = await fetch(hub, { method: "POST", body: new URLSearchParams(fields) }).catch(
      () => null,
    );
    // Before the launch has been let through there is no topic.
    if (!answer?.ok) return setTimeout(subscribe, 300);
    endpoint = (await answer.json())["hub.channel.endpoint"];
    socket = new WebSocket(endpoint);
    socket.onmessage = (event) => heard(JSON.parse(event.data));
    socket.onclose = () => {
      say("Ingen kontakt med MittVaccin", "fel");
      setTimeout(subscribe, 500);
    };
  }

  form.addEventListener("submit", () => {
    form.target = apart.checked ? "mvj-eget" : "mvj";
    const { number, oid, name } = option().dataset;
    opened = number ? { number, id: "", resource: resource(number, oid, name) } : null;
    if (launched) return;
    launched = true;
    setTimeout(subscribe, 100);
  });
  list.addEventListener("change", tell);
  unsaved.addEventListener("change", () => (document.body.dataset.unsaved = unsaved.checked));
  // Unsubscribes with its window, as one that goes away shall.
  window.addEventListener("pagehide", () => {
    if (!endpoint) return;
    const fields = {
      "hub.channel.type": "websocket",
      "hub.mode": "unsubscribe",
      "hub.topic": topic,
      "hub.channel.endpoint": endpoint,
    };
    navigator.sendBeacon(hub, new URLSearchParams(fields));
    if (socket) socket.close(1000);
  });
  showPatient();
})();
