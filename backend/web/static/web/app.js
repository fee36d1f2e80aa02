// Everything works without this file. Loaded with `defer`.
const root = document.documentElement;
const all = (selector, act) => document.querySelectorAll(selector).forEach(act);
const on = (type, act) => document.addEventListener(type, act);

// Quick exit, by click or Shift three times: blank the page, end the session, leave no way back here.
all("[data-exit]", (exit) => {
  let presses = [];
  const leave = (event) => {
    event.preventDefault();
    root.hidden = true;
    document.title = " ";
    if (exit.dataset.exit) navigator.sendBeacon(exit.dataset.exit);
    location.replace(exit.href);
  };
  exit.addEventListener("click", leave);
  on("keyup", (event) => {
    presses = event.key === "Shift" ? [...presses, event.timeStamp].slice(-3) : [];
    if (presses.length === 3 && presses[2] - presses[0] < 5000) leave(event);
  });
});

// A form with data-draft="<address>" is saved there every 20 seconds, when a field is left, and when the page is hidden. One save at a
// time, and sending waits for it: none may overtake what was written later. What was typed before this file came counts as well.
all("form[data-draft]", (form) => {
  const state = form.querySelector("[data-failed]");
  const fields = (of) => new URLSearchParams([...new FormData(of)].filter(([, value]) => typeof value === "string"));
  const asLoaded = form.cloneNode(true);
  asLoaded.reset();
  let saved = String(fields(asLoaded));
  let queue = Promise.resolve();
  let running = 0;
  let sent = false;
  const send = async () => {
    const body = fields(form);
    if (sent || root.hidden || String(body) === saved) return;
    const keepalive = document.hidden && String(body).length < 60000;
    const request = { method: "POST", body, keepalive, signal: AbortSignal.timeout(10000) };
    const kept = await fetch(form.dataset.draft, request)
      .then((answer) => answer.ok && !answer.redirected && answer.text())
      .catch(() => "");
    if (kept) saved = String(body);
    if (state) state.textContent = kept || state.dataset.failed;
  };
  const save = () => {
    running += 1;
    queue = queue.then(send).finally(() => (running -= 1));
  };
  form.addEventListener("submit", (event) => {
    if (!running) return (sent = true);
    event.preventDefault();
    queue.then(() => form.requestSubmit(event.submitter));
  });
  form.addEventListener("focusout", save);
  on("visibilitychange", save);
  addEventListener("pageshow", () => (sent = false));
  setInterval(save, 20000);
  if (!form.contains(document.activeElement)) save();
});

// Light or dark takes effect at once; the form also works as a form.
on("submit", (event) => {
  if (!event.target.matches("[data-theme-choice]")) return;
  event.preventDefault();
  root.dataset.theme = event.submitter.value;
  for (const button of event.target.elements) button.ariaPressed = button === event.submitter;
  fetch(event.target.action, { method: "POST", body: new FormData(event.target, event.submitter) });
});

// Menus close on Escape and on a click elsewhere.
const close = (kept) => all(".menu[open]", (menu) => menu === kept || (menu.open = false));
on("click", (event) => close(event.target.closest(".menu")));
on("keydown", (event) => {
  if (event.key !== "Escape") return;
  event.target.closest(".menu[open]")?.querySelector("summary").focus();
  close();
});

// On a phone a strip of pages begins near the one that is open.
all(".views [aria-current]", (one) => (one.parentElement.scrollLeft = one.offsetLeft - 60));

// Copy and print need a script, so their buttons are hidden without one.
all("[data-copy], [data-print]", (button) => {
  button.hidden = false;
  const text = document.getElementById(button.dataset.copy)?.textContent.trim();
  button.addEventListener("click", () => (text ? navigator.clipboard.writeText(text) : print()));
});

// A file may be dropped anywhere on its form; without this, on its field.
all("form.drop", (form) => {
  const field = form.querySelector("[type=file]");
  form.addEventListener("dragover", (event) => (event.preventDefault(), field.classList.add("over")));
  form.addEventListener("dragleave", () => field.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    field.classList.remove("over");
    if (event.dataTransfer.files.length) field.files = event.dataTransfer.files;
  });
});

// While a file is on its way, say so, and let the button be pressed once.
all("[data-sending]", (told) =>
  told.closest("form").addEventListener("submit", ({ target, submitter }) => {
    if (![...target.querySelectorAll("[type=file]")].some((field) => field.files.length)) return;
    told.hidden = false;
    setTimeout(() => submitter && (submitter.disabled = true));
  }),
);

on("htmx:beforeRequest", ({ detail }) => (detail.target.ariaBusy = "true"));
on("htmx:afterRequest", ({ detail }) => (detail.target.ariaBusy = null));
