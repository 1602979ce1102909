// What is left until each moment on the page, by the event's clock, second by second: no fragment runs for it.
const SECOND_MS = 1000;

const two = (number) => String(number).padStart(2, "0");

function left(ms, past) {
  const seconds = Math.floor(ms / SECOND_MS);
  if (seconds <= 0) return past;
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

export default function ({ data }) {
  const ahead = data.now - Date.now();
  const tick = () => {
    for (const each of document.querySelectorAll("[data-until]")) {
      each.textContent = left(Number(each.dataset.until) - Date.now() - ahead, each.dataset.past);
    }
  };
  tick();
  const timer = setInterval(tick, SECOND_MS);
  return () => clearInterval(timer);
}
