// The frame keeps its theme per path in the browser's storage, and reads it when it loads: so the choice is
// written for every page at once, then the page is loaded again.
const VERSION = 2;

export default function ({ data, parentElement }) {
  parentElement.querySelector("button")?.remove();
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = data.label;
  button.className = "tp-switch";
  button.onclick = () => {
    for (const path of new Set([...data.paths, location.pathname])) {
      localStorage.setItem(`stActiveTheme-${path}-v${VERSION}`, JSON.stringify(data.theme));
    }
    location.reload();
  };
  parentElement.append(button);
}
