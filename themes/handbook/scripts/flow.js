// Turns the list of a flow into a runbook: one step at a time, with ticks, notes and branches.
// The list itself stays the only copy of the steps; record.js writes what was done.
(function () {
  "use strict";
  const root = document.querySelector("[data-flow]");
  if (!root) return;
  const steps = [...root.querySelectorAll("[data-step]")];
  const byId = new Map(steps.map((step) => [step.dataset.step, step]));
  const find = (selector) => root.querySelector(selector);
  const store = window.tebiki.store("flow:" + root.dataset.id);
  const controls = find("[data-step-controls]").content.firstElementChild.cloneNode(true);
  const part = (selector) => controls.querySelector(selector);
  let state = accept(store.load());

  function fresh() {
    const edition = window.tebiki.edition(root);
    return { edition, started: null, ended: null, running: false, recording: false, trail: [], steps: {} };
  }

  // Steps that a newer edition no longer has are forgotten in the trail, not in the record.
  function accept(saved) {
    const next = { ...fresh(), ...saved };
    next.trail = next.trail.filter((id) => byId.has(id));
    next.running &&= next.trail.length > 0;
    return next;
  }

  function current() {
    return byId.get(state.trail[state.trail.length - 1]);
  }

  function entry(step) {
    return (state.steps[step.dataset.step] ||= {});
  }

  // Nothing follows here when the next step is that of another flow.
  function following(step) {
    const { next } = step.dataset;
    return next ? byId.get(next) : steps[steps.indexOf(step) + 1];
  }

  function save() {
    const saved = store.save(state);
    root.dispatchEvent(new CustomEvent("flow:change", { detail: { state, saved } }));
  }

  function elapsed() {
    if (!state.started) return "0:00:00";
    const seconds = Math.max(0, Math.floor((new Date(state.ended || Date.now()) - new Date(state.started)) / 1000));
    const two = (number) => String(number % 60).padStart(2, "0");
    return Math.floor(seconds / 3600) + ":" + two(Math.floor(seconds / 60)) + ":" + two(seconds);
  }

  function paintControls(step) {
    const { done, note } = entry(step);
    part("[data-tick]").checked = Boolean(done);
    part("[data-tick-time]").textContent = done ? window.tebiki.stamp(done) : "";
    part("[data-note]").value = note || "";
    part("[data-run-back]").disabled = state.trail.length < 2;
    // Branches are the exceptions: when none of them holds, the next step follows.
    part("[data-run-next]").hidden = !following(step);
    part("[data-run-end]").hidden = Boolean(following(step));
    step.append(controls);
  }

  function paintBar(step) {
    const done = steps.filter((one) => state.steps[one.dataset.step]?.done);
    for (const one of steps) one.classList.toggle("is-done", done.includes(one));
    find("[data-run-done]").textContent = done.length + " / " + steps.length;
    find("[data-run-progress]").value = done.length / steps.length;
    find("[data-run-place]").textContent = step ? step.closest("[data-phase]").querySelector("h2").textContent.trim() : "";
    find("[data-run-time]").textContent = elapsed();
  }

  function paint() {
    const recording = state.running && state.recording;
    const step = state.running && !recording ? current() : null;
    document.body.classList.toggle("is-running", state.running);
    find("[data-runbook]").hidden = !state.running;
    find("[data-run-record]").hidden = recording;
    find("[data-record]").hidden = !recording;
    find("[data-phases]").hidden = recording;
    for (const one of steps) one.hidden = Boolean(step) && one !== step;
    for (const phase of root.querySelectorAll("[data-phase]")) phase.hidden = Boolean(step) && !phase.contains(step);
    find("[data-label-start]").hidden = Boolean(state.started);
    find("[data-label-resume]").hidden = !state.started;
    if (step) paintControls(step);
    else controls.remove();
    paintBar(step);
  }

  // Where the reader goes on: what had the focus before may be gone.
  function place() {
    if (!state.running) return find("[data-run-start]");
    return state.recording ? find("#s-record") : current().querySelector("[data-step-action]");
  }

  function go(change) {
    change();
    save();
    paint();
    place().focus({ preventScroll: true });
    (state.running ? root : find("[data-flow-intro]")).scrollIntoView({ block: "start" });
  }

  function end() {
    state.ended = new Date().toISOString();
    state.recording = true;
  }

  function enter(id) {
    const seen = state.trail.indexOf(id);
    state.trail = seen < 0 ? [...state.trail, id] : state.trail.slice(0, seen + 1);
  }

  function begin() {
    state.started ||= new Date().toISOString();
    state.running = true;
    if (!current()) enter(steps[0].dataset.step);
  }

  find("[data-run-start]").addEventListener("click", () => go(begin));
  find("[data-run-leave]").addEventListener("click", () => go(() => (state.running = false)));
  find("[data-run-record]").addEventListener("click", () => go(() => (state.recording = true)));
  find("[data-run-again]").addEventListener("click", () => go(() => Object.assign(state, { ended: null, recording: false })));
  part("[data-run-back]").addEventListener("click", () => go(() => state.trail.pop()));
  part("[data-run-next]").addEventListener("click", () => go(() => enter(following(current()).dataset.step)));
  part("[data-run-end]").addEventListener("click", () => go(end));
  part("[data-tick]").addEventListener("change", function (event) {
    entry(current()).done = event.target.checked ? new Date().toISOString() : null;
    save();
    paint();
  });
  part("[data-note]").addEventListener("input", function (event) {
    entry(current()).note = event.target.value;
    save();
  });
  root.addEventListener("click", function (event) {
    const link = event.target.closest("[data-branch], [data-branch-page]");
    if (!link || !state.running) return;
    entry(current()).branch = link.querySelector("[data-branch-if]").textContent.trim();
    if (!byId.has(link.dataset.branch)) return save();
    event.preventDefault();
    go(() => enter(link.dataset.branch));
  });
  root.addEventListener("flow:restore", (event) => go(() => (state = accept(event.detail))));
  setInterval(() => state.running && (find("[data-run-time]").textContent = elapsed()), 1000);
  window.tebiki.elapsed = elapsed;
  save();
  paint();
})();
