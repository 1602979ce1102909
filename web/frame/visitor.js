// Who is signed in, and the way out: a form of the server's own, sent from here so that it stands in the bar.
export default function ({ parentElement, data }) {
  let button = parentElement.querySelector("button");
  if (!button) {
    parentElement.append(document.createElement("span"));
    button = document.createElement("button");
    button.type = "button";
    parentElement.append(button);
  }
  button.onclick = () => {
    fetch("/sign-out", { method: "POST", redirect: "manual" }).finally(() => location.assign(`/sign-in?lang=${data.lang}`));
  };
  button.textContent = data.label;
  button.title = data.who;
  parentElement.querySelector("span").textContent = data.title;
  parentElement.querySelector("span").title = data.who;
}
