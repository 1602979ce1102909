// Turns the scenes of the stage, by itself and by keys; the style sheet shows the one whose number stands on <html>.
const BAR = `position:fixed;right:1.2vw;bottom:1.2vh;z-index:1000;display:flex;gap:.6rem;align-items:center;
  font-size:1rem;opacity:.75;pointer-events:none;color:inherit`;
const DOT = "width:.7rem;height:.7rem;border-radius:50%;border:.12rem solid currentColor;box-sizing:border-box";

function openStage() {
  const stage = { scene: 0, paused: false, count: 1, rotateMs: 0, pausedWord: "", turnedAt: performance.now() };
  const bar = document.createElement("div");
  bar.id = "tp-stage";
  bar.style.cssText = BAR;
  const marks = () => {
    const mark = document.createElement("span");
    mark.textContent = stage.paused ? `❚❚ ${stage.pausedWord}` : "";
    const dots = Array.from({ length: stage.count }, (_, index) => {
      const dot = document.createElement("i");
      dot.style.cssText = DOT + (index === stage.scene ? ";background:currentColor" : "");
      return dot;
    });
    bar.replaceChildren(mark, ...dots);
  };
  stage.show = (scene) => {
    stage.scene = ((scene % stage.count) + stage.count) % stage.count;
    stage.turnedAt = performance.now();
    document.documentElement.dataset.scene = stage.scene;
    marks();
  };
  const turn = () => {
    const due = stage.rotateMs > 0 && performance.now() - stage.turnedAt >= stage.rotateMs;
    if (due && !stage.paused) stage.show(stage.scene + 1);
  };
  const pause = () => { stage.paused = !stage.paused; stage.show(stage.scene); };
  const fullScreen = () => {
    if (document.fullscreenElement) document.exitFullscreen(); else document.documentElement.requestFullscreen();
  };
  const KEYS = {
    ArrowRight: () => stage.show(stage.scene + 1), ArrowLeft: () => stage.show(stage.scene - 1),
    " ": pause, Home: () => stage.show(0), f: fullScreen, F: fullScreen,
  };
  const press = (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable=true]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !KEYS[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    KEYS[event.key]();
  };
  window.addEventListener("keydown", press, true);
  const timer = setInterval(turn, 200);
  stage.close = () => {
    clearInterval(timer);
    window.removeEventListener("keydown", press, true);
    bar.remove();
    delete document.documentElement.dataset.scene;
    delete window.__tpStage;
  };
  document.body.append(bar);
  return stage;
}

export default function ({ data, parentElement }) {
  const stage = (window.__tpStage ??= openStage());
  clearTimeout(stage.leaving);
  Object.assign(stage, { count: data.count, rotateMs: data.rotate_s * 1000, pausedWord: data.paused });
  document.getElementById("tp-stage").style.color = getComputedStyle(parentElement.host ?? parentElement).color;
  const turnedAt = stage.turnedAt;
  stage.show(stage.scene);
  stage.turnedAt = turnedAt;
  return () => { stage.leaving = setTimeout(stage.close, 500); };
}
