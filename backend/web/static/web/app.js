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

// A form with data-draft="<address>" is saved there every 20 seconds and when a field is left.
all("form[data-draft]", (form) => {
  const state = form.querySelector("[data-failed]");
  let changed = false;
  const save = async () => {
    if (!changed) return;
    changed = false;
    const body = new FormData(form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    const answer = await fetch(form.dataset.draft, { method: "POST", body }).catch(() => ({}));
    changed ||= !answer.ok || answer.redirected;
    if (state) state.textContent = changed ? state.dataset.failed : await answer.text();
  };
  form.addEventListener("input", () => (changed = true));
  form.addEventListener("submit", () => (changed = false));
  form.addEventListener("focusout", save);
  setInterval(save, 20000);
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

// Copy and print need a script, so their buttons are hidden without one.
all("[data-copy], [data-print]", (button) => {
  button.hidden = false;
  const text = document.getElementById(button.dataset.copy)?.textContent.trim();
  button.addEventListener("click", () => (text ? navigator.clipboard.writeText(text) : print()));
});

on("htmx:beforeRequest", ({ detail }) => (detail.target.ariaBusy = "true"));
on("htmx:afterRequest", ({ detail }) => (detail.target.ariaBusy = null));
