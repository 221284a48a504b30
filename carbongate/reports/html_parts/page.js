// The page: its theme, its tables, and what is folded when it is printed.

const THEMES = ["auto", "light", "dark"];

function themes() {
  const select = document.createElement("select");
  select.setAttribute("aria-label", "Theme");
  select.append(...THEMES.map((name) => new Option(`theme: ${name}`, name)));
  const use = (name) => {
    if (name === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = name;
  };
  select.addEventListener("change", () => {
    use(select.value);
    keep(select.value);
  });
  select.value = kept();
  use(select.value);
  document.getElementById("tools").append(select);
}

// A browser may refuse to keep anything for a file; the choice then lasts as long as the page.
function kept() {
  try {
    const name = localStorage.getItem("carbongate-theme");
    return THEMES.includes(name) ? name : "auto";
  } catch {
    return "auto";
  }
}

function keep(name) {
  try {
    localStorage.setItem("carbongate-theme", name);
  } catch {
    // not kept
  }
}

// What is folded opens for printing, and for a link into it.
function unfold() {
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    for (const each of folded) each.open = true;
  });
  addEventListener("afterprint", () => {
    for (const each of folded) each.open = false;
  });
}

// A table that is wider than the page can be reached and moved with the keyboard.
function reachable() {
  for (const box of document.querySelectorAll(".scroll")) {
    if (box.scrollWidth > box.clientWidth) {
      box.tabIndex = 0;
      box.setAttribute("role", "group");
      box.setAttribute("aria-labelledby", box.querySelector("caption").id);
    } else {
      for (const name of ["tabindex", "role", "aria-labelledby"]) box.removeAttribute(name);
    }
  }
}

themes();
unfold();
document.documentElement.classList.add("scripted");
const everything = JSON.parse(document.getElementById("data").textContent);
for (const element of document.querySelectorAll("table[data-table]")) {
  const data = everything[element.dataset.table];
  if (data) new Table(element, data);
}
reachable();
addEventListener("resize", reachable);
