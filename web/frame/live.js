// One socket for each tab, shared by every listener of the page. A listener that follows is asked to run its
// fragment again when the version it drew is behind; the watching one covers the page while the line is down.
const SILENT_MS = 12000, CLOSED_MS = 1500, BEHIND_MS = 10000, ASK_AGAIN_MS = 3000, RELOAD_MS = 20000;
const OVER = 4401, HERE_MS = 60000;
const BACK_FIRST_MS = 500, BACK_LAST_MS = 5000, LOOK_MS = 250;

const COVER = `position:fixed;inset:0;z-index:2147483647;display:flex;flex-direction:column;gap:1.2rem;
  align-items:center;justify-content:center;text-align:center;padding:2rem;background:rgba(16,22,28,.96);
  color:#fff;font-family:inherit;pointer-events:auto`;

function openBus() {
  const bus = {
    listeners: new Map(), version: null, clock: null, heardAt: performance.now(), closedAt: null,
    apartAt: null, behindAt: null, recoverAt: null, redrawAfter: 0, wait: BACK_FIRST_MS, cover: null,
    incomplete: false,
  };

  const connect = () => {
    const scheme = location.protocol === "https:" ? "wss://" : "ws://";
    const socket = new WebSocket(scheme + location.host + "/api/live");
    socket.onmessage = (event) => {
      const news = JSON.parse(event.data);
      const silent = performance.now() - bus.heardAt > SILENT_MS;
      if (bus.closedAt !== null || silent) bus.redrawAfter = performance.now();
      Object.assign(bus, { version: news.v, clock: news.t, heardAt: performance.now(), closedAt: null });
      bus.wait = BACK_FIRST_MS;
      document.documentElement.dataset.live = news.v;
      follow();
      look();
    };
    bus.socket = socket;
    socket.onclose = (event) => {
      if (event.code === OVER) { signIn("over"); return; }
      if (bus.version === null || bus.closedAt !== null) lookForSignIn();
      bus.closedAt ??= performance.now();
      setTimeout(connect, bus.wait);
      bus.wait = Math.min(bus.wait * 2, BACK_LAST_MS);
    };
  };

  // A visit that is over, or was ended elsewhere: the page leaves, so that nobody takes for lost what he may not see.
  const signIn = (why) => {
    const back = encodeURIComponent(location.pathname + location.search);
    const lang = new URLSearchParams(location.search).get("lang") === "en" ? "en" : "zh";
    location.assign(`/sign-in?${why}=1&lang=${lang}&next=${back}`);
  };
  const lookForSignIn = () => {
    // Not the page itself: to open that would count as a hand at it, again and again, where a proxy lets no socket through.
    fetch("/office.js", { cache: "no-store" }).then((answer) => { if (answer.status === 401) signIn("over"); }, () => {});
  };
  // Only a hand at the page keeps a visit from idling: what the page asks for by itself does not.
  let toldAt = -HERE_MS;
  const here = () => {
    if (performance.now() - toldAt < HERE_MS || bus.socket?.readyState !== WebSocket.OPEN) return;
    toldAt = performance.now();
    bus.socket.send("here");
  };
  for (const hand of ["pointerdown", "keydown", "wheel"]) window.addEventListener(hand, here, { passive: true, capture: true });

  const ask = (listener) => {
    const now = performance.now();
    if (now - listener.askedAt < ASK_AGAIN_MS) return;
    listener.askedAt = now;
    listener.trigger("v", bus.version);
  };

  const follow = () => {
    if (bus.version === null || !streamlitConnected()) return;
    for (const listener of bus.listeners.values()) {
      if (listener.follow && listener.drawn < bus.version) ask(listener);
    }
  };

  const streamlitConnected = () => {
    const app = document.querySelector("[data-testid=stApp]");
    return app?.getAttribute("data-test-connection-state") === "CONNECTED";
  };

  const since = (field, holds) => {
    bus[field] = holds ? (bus[field] ?? performance.now()) : null;
    return bus[field] === null ? 0 : performance.now() - bus[field];
  };

  // A page that was cut off shows what it drew before: it counts as lost until it has been drawn again.
  const redrawn = () => [...bus.listeners.values()].every((one) => one.at > bus.redrawAfter);

  const recover = () => {
    const wanted = bus.closedAt === null && bus.redrawAfter > 0 && !redrawn();
    const ms = since("recoverAt", wanted);
    if (!wanted) return;
    if (ms > RELOAD_MS || bus.incomplete) { bus.recoverAt = null; location.reload(); return; }
    if (!streamlitConnected()) return;
    for (const one of bus.listeners.values()) if (!one.follow) ask(one);
  };

  const look = () => {
    const now = performance.now();
    const apart = since("apartAt", !streamlitConnected());
    if (apart > CLOSED_MS) bus.redrawAfter = now;
    const behind = [...bus.listeners.values()].some((one) => one.follow && one.drawn < bus.version);
    const lost = now - bus.heardAt > SILENT_MS || (bus.closedAt !== null && now - bus.closedAt > CLOSED_MS)
      || apart > CLOSED_MS || since("behindAt", behind) > BEHIND_MS
      || (bus.cover !== null && (bus.closedAt !== null || apart > 0 || behind || !redrawn()));
    if (lost) showCover(); else hideCover();
    recover();
  };

  const showCover = () => {
    const words = [...bus.listeners.values()].find((one) => one.words)?.words ?? bus.words;
    if (bus.cover || !words) return;
    const cover = document.createElement("div");
    cover.id = "tp-lost";
    cover.setAttribute("role", "alert");
    // The frame's dialogs make inert and silent whatever stands beside them, but for what bears this mark.
    cover.setAttribute("data-react-aria-top-layer", "true");
    cover.style.cssText = COVER;
    const time = bus.clock ?? new Date().toTimeString().slice(0, 8);
    const line = (text, size) => {
      const div = document.createElement("div");
      div.textContent = text;
      div.style.cssText = `font-size:${size};line-height:1.2`;
      cover.append(div);
    };
    line(words.lost, "clamp(3rem, 9vw, 9rem)");
    line(words.since.replace("{t}", time), "clamp(1.2rem, 2.6vw, 2.6rem)");
    line(words.retrying, "clamp(1rem, 1.6vw, 1.6rem)");
    document.body.append(cover);
    bus.cover = cover;
  };

  const hideCover = () => { bus.cover?.remove(); bus.cover = null; };

  bus.draw = (id, listener) => {
    const before = bus.listeners.get(id);
    const askedAt = before && before.run === listener.run ? before.askedAt : -ASK_AGAIN_MS;
    const at = before && before.run === listener.run ? before.at : performance.now();
    bus.listeners.set(id, { ...listener, askedAt, at });
    bus.words = listener.words ?? bus.words;
    follow();
  };
  bus.leave = (id) => bus.listeners.delete(id);

  // A piece of the frame that could not be fetched while the server was gone is not fetched again.
  window.addEventListener("vite:preloadError", () => { bus.incomplete = true; });
  connect();
  setInterval(look, LOOK_MS);
  return bus;
}

export default function ({ key, data, setTriggerValue }) {
  const bus = (window.__tpLive ??= openBus());
  bus.draw(key, { drawn: data.v, run: data.run, follow: data.follow, words: data.words, trigger: setTriggerValue });
  return () => bus.leave(key);
}
