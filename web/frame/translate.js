// The frame's own English, in Chinese, and back after a switch. Cosmetic only: nothing depends on it.
// Keys are looked for as whole texts or labels; {n} and {m} stand for what varies.
const SCOPES = [
  "[data-testid=stFileUploader]", "[data-testid=stDataFrame]", "[data-testid=stElementToolbar]",
  "[data-testid=stDataFrameColumnMenu]", "[data-testid=stDataFrameColumnVisibilityMenu]",
  "[data-testid=stSelectbox]", "[data-testid=stMultiSelect]", "[data-testid=stDialog]", "[role=dialog]",
  "[data-baseweb=popover]", "[data-baseweb=tooltip]", "[data-testid=stTooltipContent]", "[role=tooltip]",
  "[role=listbox]", "[role=menu]", "[data-testid=stStatusWidget]",
  "[data-testid=stSkipToContent]", "[data-testid=stDateTimeInputField]", "[data-testid=stDateTimeInputCalendar]", "[data-testid=stToast]",
].join(",");
const ICON = "[data-testid=stIconMaterial]";
const LABELS = ["aria-label", "placeholder", "title"];

function compile(words) {
  const exact = new Map(), patterns = [];
  for (const [shown, meant] of Object.entries(words)) {
    if (!/\{[nm]\}/.test(shown)) { exact.set(shown, meant); continue; }
    const source = shown.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{([nm])\}/g, "(?<$1>.+?)");
    patterns.push([new RegExp(`^${source}$`), meant]);
  }
  patterns.sort(([one], [other]) => other.source.length - one.source.length);  // the fuller sentence first
  return (text) => {
    const plain = text.trim();
    if (!plain || plain.length > 120) return null;
    if (exact.has(plain)) return exact.get(plain);
    for (const [pattern, meant] of patterns) {
      const found = plain.match(pattern);
      if (found) return meant.replace(/\{([nm])\}/g, (_, hole) => found.groups[hole]);
    }
    return null;
  };
}

function translateText(node, translate) {
  const parent = node.parentElement;
  if (!parent || !parent.closest(SCOPES) || parent.closest(ICON)) return;
  const meant = translate(node.data);
  if (meant !== null && meant !== node.data) node.data = meant;
}

function translateLabels(element, translate) {
  if (!element.closest(SCOPES)) return;
  for (const name of LABELS) {
    const meant = element.hasAttribute(name) ? translate(element.getAttribute(name)) : null;
    if (meant !== null) element.setAttribute(name, meant);
  }
}

// A sentence split over text nodes ("20MB per file" + " • CSV") is put together in its first node; the others
// stay, empty, since the frame still holds them.
function translateSplit(element, translate) {
  const nodes = [...element.childNodes];
  if (nodes.length < 2 || !nodes.every((node) => node.nodeType === Node.TEXT_NODE)) return;
  const meant = element.closest(SCOPES) ? translate(nodes.map((node) => node.data).join("")) : null;
  if (meant === null) return;
  nodes.forEach((node, index) => { node.data = index ? "" : meant; });
}

function walk(root, translate) {
  if (root.nodeType === Node.TEXT_NODE) { translateText(root, translate); return; }
  if (root.nodeType !== Node.ELEMENT_NODE) return;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = root; node; node = walker.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) translateText(node, translate);
    else { translateSplit(node, translate); translateLabels(node, translate); }
  }
}

export default function ({ data }) {
  window.__tpTranslator?.disconnect();
  const translate = compile(data.words);
  const seen = (records) => {
    for (const record of records) {
      if (record.type === "childList") record.addedNodes.forEach((node) => walk(node, translate));
      else walk(record.target, translate);
    }
  };
  const observer = new MutationObserver(seen);
  observer.observe(document.body, {
    childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: LABELS,
  });
  window.__tpTranslator = observer;
  walk(document.body, translate);
  return () => observer.disconnect();
}
