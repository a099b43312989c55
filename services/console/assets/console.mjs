/** What a page can do with a script that it cannot do without: warn before a session ends. Every task works without it. */

document.body.classList.add("js-enabled", "govuk-frontend-supported");
warnBeforeEnd(document.getElementById("idle"));

function warnBeforeEnd(place) {
  if (place === null) return;
  const status = place.querySelector("[role=status]");
  const stay = place.querySelector("button");
  const { end, warn, warning, over } = place.dataset;
  let timers = [];
  const restart = () => {
    for (const timer of timers) clearTimeout(timer);
    status.textContent = "";
    stay.hidden = true;
    timers = [setTimeout(tellOfEnd, (end - warn) * 1000), setTimeout(tellItIsOver, end * 1000)];
  };
  const tellOfEnd = () => {
    status.textContent = warning;
    stay.hidden = false;
  };
  const tellItIsOver = () => {
    status.textContent = over;
    stay.hidden = true;
  };
  stay.addEventListener("click", async () => {
    const answer = await fetch("/stay", { method: "GET", redirect: "manual" });
    if (answer.status === 204) restart();
    else tellItIsOver();
  });
  restart();
}
