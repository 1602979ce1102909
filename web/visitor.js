// Who is signed in, and the way out: a form of the server's own, sent from here so that it stands in the bar.
export default function ({ parentElement, data }) {
  let button = parentElement.querySelector("button");
  if (!button) {
    button = document.createElement("button");
    button.type = "button";
    button.onclick = () => {
      fetch("/sign-out", { method: "POST", redirect: "manual" }).finally(() => location.assign("/sign-in"));
    };
    parentElement.append(button);
  }
  button.textContent = data.label;
  button.title = data.who;
}
