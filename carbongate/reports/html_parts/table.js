// A table that is sorted, filtered, paged and opened. Its first rows stand in the page already.

const SIZES = [50, 200, 1000];
const TEXT = new Set(["code", "text", "state"]);

function sorting(text) {
  return Number.parseFloat(text.replaceAll(",", "").replace("+", ""));
}

class Table {
  constructor(element, data) {
    this.element = element;
    this.data = data;
    this.id = element.dataset.table;
    this.body = element.tBodies[0];
    this.name = element.closest("section").querySelector("h2").textContent;
    this.rows = data.columns[0].at?.length ?? data.columns[0].values.length;
    this.opens = data.columns.some((column) => column.detail || column.wide || this.hasLong(column));
    this.onlyNarrow = !data.columns.some((column) => column.detail || this.hasLong(column));
    if (this.opens) element.classList.add(this.onlyNarrow ? "narrows" : "opens");
    this.order = Array.from({ length: this.rows }, (_, at) => at);
    this.page = 0;
    this.size = SIZES[0];
    this.chosen = new Map();
    this.query = "";
    this.heads();
    this.body.addEventListener("click", (event) => this.toggle(event.target.closest("button.open")));
    Array.from(this.body.rows).forEach((row, at) => this.openable(row, at));
    if (this.rows > 8) this.controls();
  }

  hasLong(column) {
    const longest = column.kind === "code" ? LONG.code : LONG.text;
    return (column.words ?? column.values).some((cell) => typeof cell === "string" && cell.length > longest);
  }

  // ---- head and controls -----------------------------------------------------------------------

  heads() {
    const shown = this.data.columns.filter((column) => !column.detail);
    Array.from(this.element.tHead.rows[0].cells).forEach((head, at) => {
      const column = shown[at];
      if (column.kind === "range" || column.kind === "change" || this.rows < 2) return;
      const button = make("button", "sort", ...head.childNodes);
      button.type = "button";
      button.addEventListener("click", () => this.sort(column, head));
      head.append(button);
    });
  }

  controls() {
    const search = document.createElement("input");
    search.type = "search";
    search.placeholder = "Filter";
    search.setAttribute("aria-label", `Filter ${this.name}`);
    search.addEventListener("input", () => {
      this.query = search.value.toLowerCase();
      this.filter();
    });
    this.status = make("p", "status");
    this.status.setAttribute("role", "status");
    const facets = this.data.columns.filter((column) => column.facet).map((column) => this.facet(column));
    const bar = make("div", "controls", search, ...facets.filter(Boolean), this.status);
    this.element.parentElement.before(bar);
    this.pager();
    this.tell();
  }

  facet(column) {
    const words = [...new Set(column.words ?? column.values)].sort();
    if (words.length < 2 || words.length > 200) return null;
    const select = document.createElement("select");
    select.setAttribute("aria-label", `Only of ${column.title}`);
    select.append(new Option(`${column.title}: all`, ""), ...words.map((word, at) => new Option(shortened(word, 60) || "none", `${at}`)));
    select.addEventListener("change", () => {
      if (select.value) this.chosen.set(column, words[Number(select.value)]);
      else this.chosen.delete(column);
      this.filter();
    });
    return select;
  }

  pager() {
    const button = (text, name, step) => {
      const made = make("button", name, text);
      made.type = "button";
      made.addEventListener("click", () => this.turn(step()));
      return made;
    };
    this.back = button("Back", "back", () => this.page - 1);
    this.next = button("Next", "next", () => this.page + 1);
    const sizes = document.createElement("select");
    sizes.setAttribute("aria-label", "Rows on a page");
    sizes.append(...SIZES.map((size) => new Option(`${size} rows`, `${size}`)));
    sizes.addEventListener("change", () => {
      this.size = Number(sizes.value);
      this.turn(0);
    });
    this.pages = make("div", "pages", this.back, this.next, sizes);
    this.pages.setAttribute("role", "group");
    this.pages.setAttribute("aria-label", `Pages of ${this.name}`);
    this.element.parentElement.after(this.pages);
  }

  // ---- what is asked for -----------------------------------------------------------------------

  sort(column, head) {
    const up = head.getAttribute("aria-sort") === "descending";
    const first = head.hasAttribute("aria-sort") ? up : TEXT.has(column.kind);
    for (const each of this.element.tHead.rows[0].cells) each.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", first ? "ascending" : "descending");
    this.sorted = { column, sign: first ? 1 : -1 };
    this.arrange();
    this.turn(0);
  }

  arrange() {
    if (!this.sorted) return;
    const { column, sign } = this.sorted;
    const text = TEXT.has(column.kind);
    const keys = new Map((column.words ?? []).map((word) => [word, text ? word : sorting(word)]));
    const key = (row) => {
      const cell = value(column, row);
      return keys.get(cell) ?? (text ? cell : sorting(cell));
    };
    const found = this.order.map((row) => [key(row), row]);
    found.sort(([left, a], [right, b]) => {
      if (text) return sign * (left < right ? -1 : left > right ? 1 : 0) || a - b;
      const lost = Number.isNaN(left) - Number.isNaN(right); // what is no number stands last
      return lost || sign * (left - right) || sign * (b - a); // equal in sight, not below it
    });
    this.order = found.map(([, row]) => row);
  }

  filter() {
    this.texts ??= Array.from({ length: this.rows }, (_, row) => this.data.columns.map((column) => value(column, row)).join("\n").toLowerCase());
    const wanted = [...this.chosen];
    this.order = [];
    for (let row = 0; row < this.rows; row += 1) {
      if (this.texts[row].includes(this.query) && wanted.every(([column, word]) => value(column, row) === word)) this.order.push(row);
    }
    this.arrange();
    this.turn(0);
  }

  turn(page) {
    this.page = page;
    this.show();
    this.tell();
  }

  // ---- rows ------------------------------------------------------------------------------------

  show() {
    const rows = this.order.slice(this.page * this.size, (this.page + 1) * this.size);
    this.body.replaceChildren(...rows.map((row) => this.row(row)));
  }

  row(row) {
    const cells = this.data.columns
      .filter((column) => !column.detail)
      .map((column, at) => {
        const cell = make(at ? "td" : "th", `${column.kind}${at && column.wide ? " wide" : ""}`, ...content(column, value(column, row), this.data.zero));
        if (at) cell.dataset.title = column.title;
        else cell.scope = "row";
        return cell;
      });
    const element = make("tr", "", ...cells);
    this.openable(element, row);
    return element;
  }

  openable(element, row) {
    if (!this.opens) return;
    const button = make("button", this.onlyNarrow ? "open narrow" : "open");
    button.type = "button";
    button.dataset.row = row;
    button.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-label", `More about ${shortened(value(this.data.columns[0], row), 80)}`);
    element.cells[0].prepend(button);
  }

  toggle(button) {
    if (!button) return;
    const id = `${this.id}-${button.dataset.row}`;
    const open = button.getAttribute("aria-expanded") === "true";
    button.setAttribute("aria-expanded", `${!open}`);
    if (open) {
      document.getElementById(id).remove();
      button.removeAttribute("aria-controls");
      return;
    }
    button.setAttribute("aria-controls", id);
    button.closest("tr").after(opened(this.data, Number(button.dataset.row), id));
  }

  tell() {
    if (!this.status) return;
    const found = this.order.length;
    const first = found ? this.page * this.size + 1 : 0;
    const last = Math.min(found, (this.page + 1) * this.size);
    const number = (count) => count.toLocaleString("en");
    const of = found === this.rows ? "" : ` (of ${number(this.rows)})`;
    this.status.textContent = `${number(first)} to ${number(last)} of ${number(found)}${of}`;
    this.back.disabled = this.page === 0;
    this.next.disabled = last >= found;
    this.pages.hidden = this.rows <= SIZES[0];
  }
}
